using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace NewsHub.Gateway.SignalR;

/// <summary>
/// A hub protocol that tells the caller why arguments do not fit a method. SignalR reports a reason only from a <see cref="HubException"/>, and
/// its protocols throw other exceptions.
/// </summary>
internal sealed class ArgumentErrors(IHubProtocol inner) : IHubProtocol
{
    public string Name => inner.Name;

    public int Version => inner.Version;

    public TransferFormat TransferFormat => inner.TransferFormat;

    /// <summary>Wraps every registered protocol.</summary>
    public static void Decorate(IServiceCollection services)
    {
        for (var i = 0; i < services.Count; i++)
            if (services[i] is { ServiceType: var service, ImplementationType: { } protocol } && service == typeof(IHubProtocol))
                services[i] = ServiceDescriptor.Singleton<IHubProtocol>(provider => new ArgumentErrors((IHubProtocol)ActivatorUtilities.CreateInstance(provider, protocol)));
    }

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (!inner.TryParseMessage(ref input, binder, out message)) return false;
        if (message is InvocationBindingFailureMessage failure)
        {
            var reason = new HubException(failure.BindingFailure.SourceException.Message, failure.BindingFailure.SourceException);
            message = new InvocationBindingFailureMessage(failure.InvocationId, failure.Target, ExceptionDispatchInfo.Capture(reason));
        }

        return true;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => inner.WriteMessage(message, output);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => inner.GetMessageBytes(message);

    public bool IsVersionSupported(int version) => inner.IsVersionSupported(version);
}
