using System.Net;
using System.Net.Sockets;

namespace NewsHub.TestServers;

/// <summary>
/// Finds free TCP ports below the ephemeral range. An ephemeral port of a killed hub could be taken by a client that reconnects to it.
/// </summary>
public static class FreePorts
{
    private const int First = 20_000;
    private const int Last = 31_999;

    public static int[] Take(int count)
    {
        var listeners = new List<TcpListener>();
        try
        {
            while (listeners.Count < count)
                if (TryListen(Random.Shared.Next(First, Last + 1)) is { } listener)
                    listeners.Add(listener);
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners) listener.Dispose();
        }
    }

    private static TcpListener? TryListen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null;
        }
    }
}
