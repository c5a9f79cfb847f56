using System.Net;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>A cursor of an epoch that has ended.</summary>
internal static class OldCursor
{
    /// <summary>Every transport answers it with a snapshot that reaches <paramref name="newest"/>, and lists refuse to go on from it.</summary>
    public static async Task StartsAgain(HubProcess hub, string cursor, Receipt newest)
    {
        Assert.NotEqual(Place.Parse(cursor).Epoch, Place.Parse(newest.Cursor!).Epoch);
        foreach (var recorder in RecorderTests.Recorders.Values)
        {
            await using var reader = recorder(hub.Address);
            var slice = await Eventually.Is(() => reader.Ask(cursor), slice => slice.Cursor == newest.Cursor);
            Assert.False(slice.Recovered);
            Assert.Equal(newest.Id, slice.Entries[^1].Article.Id);
        }

        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = hub.Address };
        using var list = await http.GetAsync($"/api/articles?before={cursor}");
        using var page = await http.GetAsync($"/?before={cursor}");
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.Found), (list.StatusCode, page.StatusCode));
    }
}
