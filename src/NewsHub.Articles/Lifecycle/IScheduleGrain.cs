namespace NewsHub.Articles.Lifecycle;

/// <summary>Wakes articles whose time has come. One grain, key 0.</summary>
[Alias("articles.schedule")]
public interface IScheduleGrain : IGrainWithIntegerKey
{
    /// <summary>Makes sure that it is at work; it stops with its silo.</summary>
    [Alias("keepGoing")]
    Task KeepGoing();
}
