namespace NewsHub.Web.Parts;

/// <summary>How a time is shown.</summary>
public enum MomentForm
{
    /// <summary>Its age, such as "5 min ago"; the date for another day.</summary>
    Age,

    /// <summary>The date and the time.</summary>
    Full,

    /// <summary>The time of day, such as "18:41"; the date for another day.</summary>
    Clock,
}
