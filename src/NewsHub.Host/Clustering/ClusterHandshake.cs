using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;

namespace NewsHub.Host.Clustering;

/// <summary>
/// What both ends of a connection between hubs send before Orleans does. The listener sends nothing before it has read the greeting, and the
/// caller proves the secret first, so that another program learns nothing. Afterwards Orleans uses the connection directly.
/// </summary>
/// <remarks>
/// <code>
/// caller → listener   greeting, nonce
/// caller ← listener   nonce
/// caller → listener   proof
/// caller ← listener   accepted (1) or refused (0), proof
/// </code>
/// </remarks>
internal sealed class ClusterHandshake(ClusterSecret secret, TimeProvider time, HandshakeLog log)
{
    /// <summary>Longest duration of a handshake; as long as Orleans waits for a connection.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private const byte Refused = 0;
    private const byte Accepted = 1;

    private static readonly byte[] Greeting = "NewsHub1"u8.ToArray();

    /// <summary>Adds the end that opens connections.</summary>
    public void AddCaller(IConnectionBuilder connections) => connections.Use(next => async connection =>
    {
        var result = await Run(Call, connection);
        if (result is not HandshakeResult.Proven) throw new ConnectionAbortedException(log.ListenerFailed(connection.RemoteEndPoint, result));
        await next(connection);
    });

    /// <summary>Adds the end that accepts connections.</summary>
    public void AddListener(IConnectionBuilder connections) => connections.Use(next => async connection =>
    {
        var result = await Run(Listen, connection);
        if (result is HandshakeResult.Proven)
        {
            await next(connection);
            return;
        }
        log.CallerRefused(connection.RemoteEndPoint);
        if (result is HandshakeResult.Refused) await Run(WaitForClose, connection); // closing at once could overtake the answer
    });

    private async Task<HandshakeResult> Run(Func<IDuplexPipe, CancellationToken, Task<HandshakeResult>> handshake, ConnectionContext connection)
    {
        using var limit = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, connection.ConnectionClosed);
        try
        {
            return await handshake(connection.Transport, either.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException)
        {
            return HandshakeResult.NotProven;
        }
    }

    private async Task<HandshakeResult> Call(IDuplexPipe pipe, CancellationToken stopping)
    {
        var own = ClusterSecret.NewNonce();
        await pipe.Output.WriteAsync((byte[])[.. Greeting, .. own], stopping);
        var other = await Read(pipe.Input, ClusterSecret.NonceBytes, stopping);
        await pipe.Output.WriteAsync(secret.ProofOfCaller(own, other), stopping);
        var answer = await Read(pipe.Input, 1 + ClusterSecret.ProofBytes, stopping);
        return answer[0] != Accepted ? HandshakeResult.Refused
            : CryptographicOperations.FixedTimeEquals(answer.AsSpan(1), secret.ProofOfListener(own, other)) ? HandshakeResult.Proven
            : HandshakeResult.NotProven;
    }

    private async Task<HandshakeResult> Listen(IDuplexPipe pipe, CancellationToken stopping)
    {
        var greeting = await Read(pipe.Input, Greeting.Length, stopping);
        if (!greeting.AsSpan().SequenceEqual(Greeting)) return HandshakeResult.NotProven;
        var other = await Read(pipe.Input, ClusterSecret.NonceBytes, stopping);
        var own = ClusterSecret.NewNonce();
        await pipe.Output.WriteAsync(own, stopping);
        var proof = await Read(pipe.Input, ClusterSecret.ProofBytes, stopping);
        if (CryptographicOperations.FixedTimeEquals(proof, secret.ProofOfCaller(other, own)))
        {
            await pipe.Output.WriteAsync((byte[])[Accepted, .. secret.ProofOfListener(other, own)], stopping);
            return HandshakeResult.Proven;
        }
        await pipe.Output.WriteAsync((byte[])[Refused, .. new byte[ClusterSecret.ProofBytes]], stopping);
        return HandshakeResult.Refused;
    }

    private static async Task<HandshakeResult> WaitForClose(IDuplexPipe pipe, CancellationToken stopping)
    {
        for (var read = await pipe.Input.ReadAsync(stopping); !read.IsCompleted; read = await pipe.Input.ReadAsync(stopping)) pipe.Input.AdvanceTo(read.Buffer.End);
        return HandshakeResult.Refused;
    }

    private static async Task<byte[]> Read(PipeReader input, int bytes, CancellationToken stopping)
    {
        var read = await input.ReadAtLeastAsync(bytes, stopping);
        if (read.Buffer.Length < bytes) throw new EndOfStreamException();
        var message = read.Buffer.Slice(0, bytes);
        var content = message.ToArray();
        input.AdvanceTo(message.End);
        return content;
    }
}

/// <summary>How a handshake ended.</summary>
internal enum HandshakeResult
{
    /// <summary>Both ends know the secret.</summary>
    Proven,

    /// <summary>The caller's secret is not the listener's.</summary>
    Refused,

    /// <summary>The other end has no secret, another one, or did not answer in time.</summary>
    NotProven,
}
