using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Thaw.Service.Server;

/// <summary>
/// Lets clients that end their side of a connection after their request, as HTTP allows, still have their answer. Kestrel takes the end of what a client sends for the end
/// of the client. Only a reset connection is known to have nobody at its other end.
/// </summary>
internal static class HalfClosed
{
    /// <summary>Adds this to all endpoints of a server.</summary>
    public static void AnswerHalfClosed(this KestrelServerOptions kestrel) => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => async connection =>
    {
        if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket)
        {
            await next(connection).ConfigureAwait(false);
            return;
        }
        using var gone = new CancellationTokenSource();
        using CancellationTokenRegistration ended = connection.ConnectionClosed.UnsafeRegister(_ =>
        {
            if (IsReset(socket))
                gone.Cancel();
        }, null);
        connection.ConnectionClosed = gone.Token;
        await next(connection).ConfigureAwait(false);
    }));

    /// <summary>Sending nothing succeeds as long as the other end may still be read by somebody.</summary>
    private static bool IsReset(Socket socket)
    {
        try
        {
            socket.Send(ReadOnlySpan<byte>.Empty);
            return false;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return true;
        }
    }
}
