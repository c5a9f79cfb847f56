using NewsHub.Traffic.Newsroom.Stories;
using Xunit;

namespace NewsHub.Tests.Traffic;

public sealed class SceneTests
{
    private const string Text = """
        [place]
        the mill
        the weir
        the ford

        [given]
        Ada
        Bo
        Cy

        [person]
        {given} of {place}

        [years]
        2..9

        [twice]
        {place}, {place}

        [both]
        {place}|{place2}

        [loud]
        {Place}, {PLACE}

        [people]
        {person}|{person2}
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Slot_keeps_its_first_value(int seed)
    {
        var values = Scene(seed).Generate("twice").Split(", ");
        Assert.Equal(values[0], values[1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Numbered_slot_differs_from_the_plain_slot_in_every_part(int seed)
    {
        var scene = Scene(seed);
        var places = scene.Generate("both").Split('|');
        Assert.NotEqual(places[0], places[1]);
        var people = scene.Generate("people").Split('|');
        Assert.NotEqual(people[0].Split(' ')[0], people[1].Split(' ')[0]);
    }

    [Fact]
    public void Capitals_in_a_slot_name_apply_to_its_value()
    {
        var values = Scene(1).Generate("loud").Split(", ");
        Assert.StartsWith("The ", values[0], StringComparison.Ordinal);
        Assert.StartsWith("THE ", values[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_list_is_named_in_the_exception() =>
        Assert.Contains("[town]", Assert.Throws<InvalidOperationException>(() => Scene(1).Generate("town")).Message, StringComparison.Ordinal);

    private static Scene Scene(int seed) => new(Grammar.Read(new StringReader(Text)), new Random(seed));
}
