using System.Net;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>Checks how a hub answers a cursor of an earlier epoch.</summary>
internal static class OldCursor
{
    /// <summary>Asserts that every transport answers the cursor with a snapshot up to <paramref name="newest"/>, that the article list rejects it with 400 and that the front page redirects.</summary>
    public static async Task AssertReset(HubProcess hub, string cursor, Receipt newest)
    {
        Assert.NotEqual(WireCursor.Parse(cursor).Epoch, WireCursor.Parse(newest.Cursor!).Epoch);
        foreach (var recorder in RecorderTests.Recorders.Values)
        {
            await using var reader = recorder(hub.Address);
            var slice = await Eventually.Is(() => reader.Ask(cursor), slice => slice.Cursor == newest.Cursor);
            Assert.False(slice.Recovered);
            Assert.Equal(newest.Id, slice.Entries[^1].Article.Id);
        }

        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = hub.Address };
        using var list = await http.GetAsync($"/api/articles?before={cursor}");
        using var page = await http.GetAsync($"/latest?before={cursor}");
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.Found), (list.StatusCode, page.StatusCode));
    }
}
