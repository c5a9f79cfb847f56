using NewsHub.Traffic;
using NewsHub.Traffic.Load;
using NewsHub.Traffic.Load.Transports;
using Xunit;

namespace NewsHub.Tests.Traffic.Load;

public sealed class LoadOptionsTests
{
    [Fact]
    public void Every_option_has_a_default()
    {
        var options = Parse();
        Assert.Equal((1000, 20, 0, 4, "news"), (options.Readers, options.Rate, options.Stalled, options.Publishers, options.Topic));
        Assert.Equal([Transport.SignalR], options.Transports);
        Assert.False(options.ComeBack);
    }

    [Fact]
    public void Mixed_selects_every_transport_and_cut_enables_reconnects()
    {
        var options = Parse("--transport", "mixed", "--cut", "0.05", "--seed", "9");
        Assert.Equal([Transport.SignalR, Transport.Sse, Transport.Poll], options.Transports);
        Assert.Equal((0.05, 9, true, "mixed"), (options.CutShare, options.Seed, options.ComeBack, options.TransportName));
    }

    [Theory]
    [InlineData("--transport", "pigeon")]
    [InlineData("--cut", "1.5")]
    [InlineData("--cut", "-0.1")]
    [InlineData("--cut", "some")]
    [InlineData("--topic", "breaking")]
    [InlineData("--stalled", "1000")]
    [InlineData("--kill-share", "0.95")]
    [InlineData("--transport", "poll", "--stalled", "1")]
    public void Invalid_options_are_rejected(params string[] args) => Assert.Throws<UsageException>(() => Parse(args));

    [Fact]
    public void Result_is_added_as_a_row_of_its_table()
    {
        var text = MarkdownFile.WithRow("", "Load", [("a", "1"), ("b", "2")]);
        Assert.Equal("## Load\n\n| a | b |\n| --- | ---: |\n| 1 | 2 |\n", text);
        text = MarkdownFile.WithRow(text, "Storm", [("c", "3")]);
        text = MarkdownFile.WithRow(text, "Load", [("a", "4"), ("b", "5")]);
        Assert.Equal("## Load\n\n| a | b |\n| --- | ---: |\n| 1 | 2 |\n| 4 | 5 |\n\n## Storm\n\n| c |\n| --- |\n| 3 |\n", text);
    }

    private static LoadOptions Parse(params string[] args) => LoadOptions.From(Arguments.Parse(["load", .. args], "newsroom"));
}
