using NewsHub.Articles.Drafts;
using Xunit;

namespace NewsHub.Tests.Articles;

public sealed class SlugTests
{
    [Theory]
    [InlineData("Ferry returns to the old harbour", "ferry-returns-to-the-old-harbour")]
    [InlineData("Straße nach Łódź: 3 Züge", "strasse-nach-lodz-3-zuege")]
    [InlineData("Ærø får ny færge", "aero-far-ny-faerge")]
    [InlineData("Où va l’été?", "ou-va-lete")]
    [InlineData("Паромы возвращаются в гавань", "paromy-vozvrashchayutsya-v-gavan")]
    [InlineData("Το πλοίο", "to-ploio")]
    [InlineData("İstanbul’da ışıklar", "istanbulda-isiklar")]
    [InlineData("الميناء القديم", null)]
    [InlineData("旧港", null)]
    [InlineData("🚢 — !", null)]
    [InlineData(null, null)]
    public void Headline_becomes_words_of_an_address(string? headline, string? slug) => Assert.Equal(slug, Slug.Of(headline));

    [Fact]
    public void Slug_ends_after_a_whole_word_and_within_its_maximum_length()
    {
        Assert.Equal("one-two-three-four-five-six-seven-eight-nine-ten", Slug.Of("One two three four five six seven eight nine ten eleven twelve"));
        Assert.Equal(50, Slug.Of(new string('a', 80))!.Length);
    }
}
