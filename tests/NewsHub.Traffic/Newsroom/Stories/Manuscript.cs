namespace NewsHub.Traffic.Newsroom.Stories;

/// <summary>A story with the scene that generated it, so that updates and corrections use the same names and places.</summary>
public sealed record Manuscript(Story Story, Scene Scene)
{
    /// <summary>Returns the story with a new paragraph at the top.</summary>
    public Manuscript Updated() => this with { Story = Story with { Body = $"{Scene.Generate("update")}\n\n{Story.Body}" } };

    /// <summary>Returns the corrected story and the correction note.</summary>
    public (Manuscript Mended, string Note) Corrected() =>
        (this with { Story = Story with { Summary = Scene.Generate("summary") } }, Scene.Generate("correction"));

    /// <summary>Returns a reason for a kill.</summary>
    public string ReasonToKill() => Scene.Generate("kill");
}
