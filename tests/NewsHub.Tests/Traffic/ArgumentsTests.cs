using NewsHub.Traffic;
using NewsHub.Traffic.Newsroom;
using Xunit;

namespace NewsHub.Tests.Traffic;

public sealed class ArgumentsTests
{
    [Fact]
    public void Without_a_command_it_is_the_default() => Assert.Equal("newsroom", Parse("--readers", "5").Command);

    [Fact]
    public void Options_follow_the_command()
    {
        var arguments = Parse("load", "--readers", "5");
        Assert.Equal(("load", 5, 7), (arguments.Command, arguments.Number("readers", 1), arguments.Number("rate", 7)));
    }

    [Theory]
    [InlineData("--readers")]
    [InlineData("-x", "1")]
    public void A_malformed_line_is_refused(params string[] args) => Assert.Throws<UsageException>(() => Parse(args));

    [Fact]
    public void A_misspelt_option_is_refused_with_those_that_exist()
    {
        var arguments = Parse("--reeders", "5");
        arguments.Number("readers", 1);
        var refusal = Assert.Throws<UsageException>(arguments.RefuseOthers);
        Assert.Contains("--reeders", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--readers", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("60s", 60)]
    [InlineData("1.5m", 90)]
    [InlineData("1h", 3600)]
    [InlineData("10", 10)]
    public void Times_have_units(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Parse("--for", text).Time("for"));

    [Theory]
    [InlineData("soon")]
    [InlineData("0s")]
    [InlineData("-5s")]
    [InlineData("99999h")]
    [InlineData("")]
    public void What_is_no_time_is_refused(string text) => Assert.Throws<UsageException>(() => Parse("--for", text).Time("for"));

    [Theory]
    [InlineData("12/min", 5000)]
    [InlineData("5/s", 200)]
    [InlineData("60/h", 60_000)]
    public void A_pace_is_a_number_per_time(string pace, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Pace.Between(pace));

    [Theory]
    [InlineData("12")]
    [InlineData("0/min")]
    [InlineData("12/fortnight")]
    public void What_is_no_pace_is_refused(string pace) => Assert.Throws<UsageException>(() => Pace.Between(pace));

    private static Arguments Parse(params string[] args) => Arguments.Parse(args, "newsroom");
}
