using Cashback.Fuzz.Description;
using Cashback.Fuzz.Values;

namespace Cashback.Fuzz.Requests;

/// <summary>What can be wrong with headers, content types and methods, while it still is HTTP.</summary>
internal static class Faults
{
    private static readonly string[] Types =
    [
        "", "json", "/", "*/*", "application/json; charset=bogus", "application/json; charset=\"utf-8\"", "application/json;charset=utf-16", "application/json;charset=utf-32",
        "application/json;charset=utf-7", "application/json; charset=", "application/json; charset=utf-8; charset=bogus", "application/json;;;", "application/json, text/csv",
        "application/vnd.api+json; charset=bogus", "application/json; boundary=x", "text/plain", "text/html; charset=utf-8", "text/csv; charset=windows-1251", "text/csv; charset=bogus",
        "application/xml", "text/xml; charset=bogus", "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=bogus", "multipart/form-data",
        "multipart/form-data; boundary=", "multipart/form-data; boundary=x", "application/x-ndjson; charset=bogus", "application/octet-stream", "image/png", "a/b; c=\"", "\u00ff/\u00ff",
    ];

    private static readonly string[] Headers =
    [
        "Accept: ", "Accept: a", "Accept: application/xml;q=0", "Accept: */*;q=99", "Accept: ;;;,,,", "Accept: text/html, \u00ff", "Accept-Charset: bogus", "Accept-Encoding: ",
        "Accept-Encoding: br;q=1.0, gzip;q=0.0001, *;q=0", "Accept-Encoding: zstd, \u00ff", "Accept-Language: ", "Accept-Language: xx-YY-zz;q=x", "Accept-Language: *;q=0.0000",
        "Accept-Language: ru-RU,ru;q=0.9,en;q=0.8", "Idempotency-Key: ", "Idempotency-Key: \"\"", "Idempotency-Key: \"", "Idempotency-Key: \u00ff", "Idempotency-Key: a b", "Idempotency-Key: \"a\"b\"",
        "Idempotency-Key: a\r\nIdempotency-Key: b", "Range: bytes=0-0", "Range: bytes=-1", "Range: bytes=99999999999999999999-", "Range: lines=1-2", "If-Range: x", "If-None-Match: *",
        "If-None-Match: \"", "If-None-Match: W/\"x\", \"y\"", "If-Match: *", "If-Match: \"x\"", "If-Modified-Since: yesterday", "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
        "If-Unmodified-Since: Thu, 01 Jan 9999 00:00:00 GMT", "Authorization: ", "Authorization: Bearer", "Authorization: Bearer a.b.c", "Authorization: Bearer a\r\nAuthorization: Bearer b",
        "Authorization: Basic \u00ff", "Authorization: Negotiate x", "X-Api-Key: ", "X-Api-Key: a\r\nX-Api-Key: b", "X-Api-Key: \u00ff\u00fe", "Cookie: ", "Cookie: a=b; c=\"; =; \u00ff",
        "X-Forwarded-For: 127.0.0.1", "X-Forwarded-For: bogus, , 999.1.1.1:99999", "X-Forwarded-Proto: gopher", "Forwarded: for=\"[::1]\";proto=x", "X-HTTP-Method-Override: DELETE",
        "traceparent: 00-bogus", "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "tracestate: \u00ff=\u00ff", "baggage: a=b;c,\u00ff", "Origin: null", "Origin: https://evil.example",
        "Access-Control-Request-Method: PUT", "Content-Encoding: gzip", "Content-Encoding: identity, br", "Content-Range: bytes 0-1/2", "Content-MD5: x", "Content-Disposition: attachment; filename=\"../x\"",
        "Expect: 100-continue", "Upgrade: websocket\r\nConnection: upgrade", "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__", "Connection: close", "Connection: \u00ff",
        "Keep-Alive: timeout=-1", "TE: trailers", "Trailer: X-Sum", "Via: 1.1 \u00ff", "Max-Forwards: -1", "Date: never", "Prefer: return=minimal", "Cashback-Proof: x", "X-Cashback-Gateway: x",
        "Cashback-Captcha: x", "Save-Data: \u00ff", "X: ", "X_y: 1", "Sec-WebSocket-Key: x",
    ];

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "get", "PROPFIND", "LOCK"];

    /// <summary>Those that take no credentials of the caller's away: what they say is said beside them.</summary>
    public static void Header(Draft draft, Operation operation, Draw draw)
    {
        for (var n = 1 + draw.Below(3); n > 0; n--)
        {
            draft.Headers.Add(draw.Below(8) switch
            {
                0 => "X-Large: " + new string('x', draw.Either(1_000, 7_000)),
                1 => string.Join("\r\n", Enumerable.Range(0, draw.Either(10, 60)).Select(_ => "X-Many: 1")),
                2 => "Accept: " + string.Join(',', Enumerable.Repeat("a/b;q=0.1", 300)),
                3 when operation.TakesKey => "Idempotency-Key: " + draw.Either(new string('k', 128), new string('k', 129), "fuzz-" + draw.Below(50)),
                _ => draw.Of(Headers),
            });
        }
    }

    public static void ContentType(Draft draft, Draw draw)
    {
        draft.ContentType = draw.Chance(10) ? null : draw.Of(Types);
        draft.Body ??= draw.Either("", "{}", "x");
    }

    public static void Method(Draft draft, Draw draw)
    {
        draft.Method = draw.Of(Methods);
        if (draw.Chance(50))
        {
            (draft.Body, draft.ContentType) = (null, null);
        }
    }
}
