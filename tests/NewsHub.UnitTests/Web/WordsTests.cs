using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using NewsHub.Articles.Language;
using NewsHub.Web;
using Xunit;

namespace NewsHub.Tests.Web;

public sealed class WordsTests : IDisposable
{
    private static readonly DateTimeOffset Friday = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void English_and_German_have_the_same_words_with_the_same_values()
    {
        var (english, german) = (Read("en"), Read("de"));
        Assert.Equal(english.Keys.Order(), german.Keys.Order());
        Assert.All(english.Keys.Except(["date", "day"]), name => Assert.Equal(ValuesIn(english[name]), ValuesIn(german[name])));
    }

    [Theory]
    [InlineData("en", "Friday, 27 November 2026", "1,234 readers")]
    [InlineData("de-AT", "Freitag, 27. November 2026", "1.234 Leser")]
    public void Dates_and_numbers_are_in_the_language(string language, string date, string readers)
    {
        var words = Of(language);
        Assert.Equal(date, words.Date(Friday));
        Assert.Equal(readers, words.Count("readers", 1234));
        Assert.Equal(language, words.Language);
    }

    [Fact]
    public void Language_without_words_is_refused_with_the_way_to_add_it() =>
        Assert.Contains("NewsHub:Web:WordsFile", Assert.Throws<OptionsValidationException>(() => Of("fr")).Message, StringComparison.Ordinal);

    [Fact]
    public void File_of_another_language_is_used_and_must_be_complete()
    {
        var file = Path.Combine(_directory.Path, "fr.json");
        var french = Read("en");
        french["front"] = "À la une";
        File.WriteAllText(file, JsonSerializer.Serialize(french));
        Assert.Equal("À la une", Of("fr", file)["front"]);

        french.Remove("skip");
        File.WriteAllText(file, JsonSerializer.Serialize(french));
        Assert.Contains("skip", Assert.Throws<OptionsValidationException>(() => Of("fr", file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Script_of_the_pages_begins_with_every_word_that_it_uses()
    {
        var client = Repository.PathOf("src", "NewsHub.Web", "client", "src");
        var used = Directory.EnumerateFiles(client, "*.ts", SearchOption.AllDirectories).Where(file => !file.Contains("embed", StringComparison.Ordinal))
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), "(?:word|count)\\(\"([a-zA-Z.]+)\"")).Select(match => match.Groups[1].Value).ToArray();
        Assert.True(used.Length > 20);
        Assert.DoesNotContain(used, PageScript.OfServer.Contains);
    }

    [Theory]
    [InlineData("ar", "rtl")]
    [InlineData("he-IL", "rtl")]
    [InlineData("az-Arab", "rtl")]
    [InlineData("ks-Deva", "ltr")]
    [InlineData("en-GB", "ltr")]
    [InlineData(null, "auto")]
    public void Direction_follows_the_language_and_its_script(string? language, string direction) => Assert.Equal(direction, Direction.Of(language));

    private static Words Of(string language, string? file = null) => new(Options.Create(new LanguageOptions { Language = language, WordsFile = file }));

    private static Dictionary<string, string> Read(string language) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Repository.PathOf("src", "NewsHub.Articles", "Language", $"{language}.json")))!;

    private static IEnumerable<string> ValuesIn(string text) => Regex.Matches(text, @"\{\d\}").Select(value => value.Value).Order();
}
