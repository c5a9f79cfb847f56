namespace NewsHub.Traffic.Newsroom.Stories;

/// <summary>A story with the scene it plays in, so that what follows speaks of the same.</summary>
public sealed record Manuscript(Story Story, Scene Scene)
{
    /// <summary>The story with what became known since, at its top.</summary>
    public Manuscript Updated() => this with { Story = Story with { Body = $"{Scene.Tell("update")}\n\n{Story.Body}" } };

    /// <summary>The mended story, and the public note of what was wrong.</summary>
    public (Manuscript Mended, string Note) Corrected() =>
        (this with { Story = Story with { Summary = Scene.Tell("summary") } }, Scene.Tell("correction"));

    /// <summary>Why the story has to go.</summary>
    public string ReasonToKill() => Scene.Tell("kill");
}
