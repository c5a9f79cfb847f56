namespace NewsHub.Articles.Lifecycle;

/// <summary>Wakes articles that are due. One grain with key 0.</summary>
[Alias("articles.schedule")]
internal interface IScheduleGrain : IGrainWithIntegerKey
{
    /// <summary>Activates the schedule when it is not running. Its timer stops with its silo.</summary>
    [Alias("keepGoing")]
    Task KeepGoing();
}
