using NewsHub.EndToEndTests.Browsing;
using Xunit;

namespace NewsHub.EndToEndTests;

public sealed class FirefoxTests(RunningHub running) : IClassFixture<RunningHub>
{
    [SkippableFact]
    public async Task Reader_in_Firefox_sees_what_is_published_corrected_and_killed()
    {
        Programs.Require("/usr/bin/firefox-esr", "firefox-esr");

        var (code, output) = await Programs.Run(
            "node", Repository.PathOf("tests", "NewsHub.EndToEndTests", "Browsing", "firefox.mjs"), running.Hub.Address.ToString(), running.Hub.AdminKey!);

        Assert.True(code == 0, output);
    }
}
