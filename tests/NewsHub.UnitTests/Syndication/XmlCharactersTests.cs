using System.Xml;
using CsCheck;
using NewsHub.Syndication.Formats;
using Xunit;

namespace NewsHub.Tests.Syndication;

public class XmlCharactersTests
{
    [Theory]
    [InlineData("Ferry ]]> <b> & 😀 שלום\n\t", "Ferry ]]> <b> & 😀 שלום\n\t")]
    [InlineData("a\u0000b\u000bc\u001fd\ufffe\uffff", "abcd")]
    [InlineData("", "")]
    public void Only_characters_that_XML_forbids_are_removed(string text, string expected) => Assert.Equal(expected, XmlCharacters.Clean(text));

    // Not as inline data, which the test runner would encode.
    [Fact]
    public void Unpaired_surrogates_are_removed() => Assert.Equal("ab", XmlCharacters.Clean("\ud83da\ude00b\ud83d"));

    [Fact]
    public void Every_text_can_be_written_and_read_again() => Gen.String.Sample(text =>
    {
        var clean = XmlCharacters.Clean(text);
        var bytes = XmlDocumentWriter.Write(xml => xml.WriteElementString("title", clean));
        var read = new XmlDocument();
        read.Load(new MemoryStream(bytes));
        Assert.Equal(clean.ReplaceLineEndings("\n"), read.DocumentElement!.InnerText);
    });
}
