using Microsoft.AspNetCore.Http;
using NewsHub.Gateway.Sockets;
using Xunit;

namespace NewsHub.Tests.Gateway.Sockets;

public sealed class DeflateOfferTests
{
    [Theory]
    [InlineData("permessage-deflate; client_max_window_bits", true)] // Chromium
    [InlineData("permessage-deflate", true)] // Firefox
    [InlineData("permessage-deflate; client_max_window_bits=12; server_no_context_takeover", true)]
    [InlineData("x-webkit-deflate-frame, PERMESSAGE-DEFLATE; server_max_window_bits=15", true)]
    [InlineData("permessage-deflate; server_max_window_bits=10, permessage-deflate", true)]
    [InlineData("permessage-deflate; server_max_window_bits=10", false)]
    [InlineData("permessage-deflate; server_max_window_bits=10, x-other", false)]
    [InlineData("permessage-deflate; unknown", false)]
    [InlineData("permessage-deflate-other", false)]
    [InlineData("", false)]
    [InlineData(";;,", false)]
    public void An_offer_is_taken_when_the_hub_meets_its_demands(string offers, bool isTaken)
    {
        var headers = new HeaderDictionary { ["Sec-WebSocket-Extensions"] = offers };
        Assert.Equal(isTaken, DeflateOffer.TryTake(headers));
        Assert.Equal(isTaken ? "permessage-deflate; client_no_context_takeover" : "", headers["Sec-WebSocket-Extensions"].ToString());
    }
}
