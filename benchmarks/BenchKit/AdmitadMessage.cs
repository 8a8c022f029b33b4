using System.Globalization;
using System.Text;

namespace Cashback.Benchmarks;

/// <summary>A message of Admitad's event "Action" as an HTTP request; every second order by GET, the others as a form.</summary>
public static class AdmitadMessage
{
    private const string Headers = "Host: 127.0.0.1\r\nUser-Agent: admitad\r\nAccept: */*\r\n";

    public static byte[] Write(long line, int store, bool sale, decimal amount, string clickId, DateTimeOffset clickedAt, string status)
    {
        var parameters = string.Create(
            CultureInfo.InvariantCulture,
            $"offer_id={1000 + store}&offer_name=Shop+{store}&admitad_id={line}&website_name=cashback&website_id=77001"
            + $"&subid={clickId}&action={(sale ? Population.SaleTariff : "Paid+order")}&action_id=1&payment_sum={amount / 10:0.00}"
            + $"&payment_status={status}&currency=RUB&order_id=N-{line}&order_sum={amount:0.00}"
            + $"&click_time={clickedAt.ToUnixTimeSeconds()}&time={clickedAt.AddMinutes(5).ToUnixTimeSeconds()}"
            + $"&conversion_time=300&type=sale&country_code=RU&reward_ready=false");
        const string Path = $"/postbacks/{Population.Network}/{Population.NetworkKey}";
        return Encoding.ASCII.GetBytes(line % 2 == 0
            ? $"GET {Path}?{parameters} HTTP/1.1\r\n{Headers}\r\n"
            : $"POST {Path} HTTP/1.1\r\n{Headers}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {parameters.Length}\r\n\r\n{parameters}");
    }
}
