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
    public void A_slot_once_filled_stays_filled(int seed)
    {
        var told = Scene(seed).Tell("twice").Split(", ");
        Assert.Equal(told[0], told[1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_numbered_slot_differs_from_the_plain_one_in_all_that_it_is_made_of(int seed)
    {
        var scene = Scene(seed);
        var places = scene.Tell("both").Split('|');
        Assert.NotEqual(places[0], places[1]);
        var people = scene.Tell("people").Split('|');
        Assert.NotEqual(people[0].Split(' ')[0], people[1].Split(' ')[0]);
    }

    [Fact]
    public void Capitals_in_a_slot_s_name_carry_over()
    {
        var told = Scene(1).Tell("loud").Split(", ");
        Assert.StartsWith("The ", told[0], StringComparison.Ordinal);
        Assert.StartsWith("THE ", told[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_list_is_named() =>
        Assert.Contains("[town]", Assert.Throws<InvalidOperationException>(() => Scene(1).Tell("town")).Message, StringComparison.Ordinal);

    private static Scene Scene(int seed) => new(Grammar.Read(new StringReader(Text)), new Random(seed));
}
