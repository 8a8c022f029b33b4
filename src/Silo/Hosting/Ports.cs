using System.Net;
using System.Net.Sockets;
using Cashback.Programme;

namespace Cashback.Silo.Hosting;

internal static class Ports
{
    /// <returns>The port itself if it is free, or any free one for 0.</returns>
    /// <exception cref="StartupException">The port is in use.</exception>
    public static int Choose(int port, string setting)
    {
        if (port is < 0 or > ushort.MaxValue)
        {
            throw new StartupException($"{setting} is {port}; expected is a port from 1 to {ushort.MaxValue}, or 0 for any free one.");
        }

        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var endpoint = new IPEndPoint(IPAddress.Any, port);
        try
        {
            socket.Bind(endpoint);
            return ((IPEndPoint)socket.LocalEndPoint!).Port;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new StartupException($"Port {port} is in use by another process. Stop that process, or choose another port ({setting}).");
        }
    }
}
