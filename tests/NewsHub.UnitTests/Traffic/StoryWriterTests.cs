using System.Text.Json;
using NewsHub.Articles;
using NewsHub.Traffic.Newsroom.Stories;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Traffic;

public sealed class StoryWriterTests
{
    private const int MaxHeadline = 300;

    private static readonly Story[] Stories = [.. Write(seed: 1, 500), .. WriteBreaking(seed: 1, 100)];

    [Fact]
    public void Same_seed_generates_the_same_stories() => Assert.Equal(Text(Write(seed: 7, 50)), Text(Write(seed: 7, 50)));

    [Fact]
    public void Different_seeds_generate_different_stories() => Assert.NotEqual(Text(Write(seed: 7, 50)), Text(Write(seed: 8, 50)));

    [Fact]
    public void Headlines_are_within_the_limit_and_have_no_empty_slots() =>
        Assert.All(Stories, story => Assert.True(story.Headline.Length <= MaxHeadline && !story.Headline.Contains('{') && !story.Headline.Contains("..")));

    [Fact]
    public void Headlines_are_mostly_distinct() =>
        Assert.True(Write(seed: 3, 500).Select(story => story.Headline).Distinct().Count() >= 475);

    [Fact]
    public void Stories_cover_all_beats_and_use_only_sections_of_the_hub()
    {
        var known = Sections.Default.Select(section => section.Slug).ToHashSet();
        var covered = Stories.Select(story => story.Section).ToHashSet();
        Assert.Subset(known, covered);
        Assert.Equal(Beat.All.Select(beat => beat.Section).ToHashSet(), covered);
        Assert.Equal(["ar", "de", "en"], Stories.Select(story => story.Language).Distinct().Order());
    }

    [Fact]
    public void Tags_are_slugs() => Assert.All(Stories.SelectMany(story => story.Tags), tag => Assert.True(Topic.IsSlug(tag), tag));

    [Fact]
    public void Bodies_have_paragraphs_and_no_empty_slots() =>
        Assert.All(Stories, story => Assert.True(story.Body.Split("\n\n").Length >= 2 && !story.Body.Contains('{')));

    [Fact]
    public void Breaking_stories_are_urgent() => Assert.All(WriteBreaking(seed: 2, 50), story => Assert.InRange(story.Urgency, 1, 2));

    [Fact]
    public void Correction_keeps_the_headline_and_has_a_note()
    {
        var manuscript = new StoryWriter(1).Write();
        var (mended, note) = manuscript.Corrected();
        Assert.Equal(manuscript.Story.Headline, mended.Story.Headline);
        Assert.NotEmpty(note);
    }

    [Fact]
    public void Update_is_prepended_to_the_body()
    {
        var manuscript = new StoryWriter(1).Write();
        Assert.EndsWith(manuscript.Story.Body, manuscript.Updated().Story.Body, StringComparison.Ordinal);
        Assert.NotEqual(manuscript.Story.Body, manuscript.Updated().Story.Body);
    }

    private static Story[] Write(int seed, int count)
    {
        var writer = new StoryWriter(seed);
        return [.. Enumerable.Range(0, count).Select(_ => writer.Write().Story)];
    }

    private static Story[] WriteBreaking(int seed, int count)
    {
        var writer = new StoryWriter(seed);
        return [.. Enumerable.Range(0, count).Select(_ => writer.WriteBreaking().Story)];
    }

    private static string Text(Story[] stories) => JsonSerializer.Serialize(stories);
}
