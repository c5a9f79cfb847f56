using NewsHub.Traffic;
using NewsHub.Traffic.Newsroom;
using Xunit;

namespace NewsHub.Tests.Traffic;

public sealed class ArgumentsTests
{
    [Fact]
    public void Command_line_without_a_command_uses_the_default_command() => Assert.Equal("newsroom", Parse("--readers", "5").Command);

    [Fact]
    public void Options_after_the_command_are_parsed()
    {
        var arguments = Parse("load", "--readers", "5");
        Assert.Equal(("load", 5, 7), (arguments.Command, arguments.Number("readers", 1), arguments.Number("rate", 7)));
    }

    [Theory]
    [InlineData("--readers")]
    [InlineData("-x", "1")]
    public void Malformed_command_line_is_rejected(params string[] args) => Assert.Throws<UsageException>(() => Parse(args));

    [Fact]
    public void Unknown_option_is_rejected_with_a_list_of_known_options()
    {
        var arguments = Parse("--reeders", "5");
        arguments.Number("readers", 1);
        var refusal = Assert.Throws<UsageException>(arguments.RejectUnknown);
        Assert.Contains("--reeders", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--readers", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("60s", 60)]
    [InlineData("1.5m", 90)]
    [InlineData("1h", 3600)]
    [InlineData("10", 10)]
    public void Durations_with_units_are_parsed(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Parse("--for", text).Time("for"));

    [Theory]
    [InlineData("soon")]
    [InlineData("0s")]
    [InlineData("-5s")]
    [InlineData("99999h")]
    [InlineData("")]
    public void Invalid_duration_is_rejected(string text) => Assert.Throws<UsageException>(() => Parse("--for", text).Time("for"));

    [Theory]
    [InlineData("12/min", 5000)]
    [InlineData("5/s", 200)]
    [InlineData("60/h", 60_000)]
    public void Pace_is_parsed_as_an_interval(string pace, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Pace.Between(pace));

    [Theory]
    [InlineData("12")]
    [InlineData("0/min")]
    [InlineData("12/fortnight")]
    public void Invalid_pace_is_rejected(string pace) => Assert.Throws<UsageException>(() => Pace.Between(pace));

    private static Arguments Parse(params string[] args) => Arguments.Parse(args, "newsroom");
}
