using System.Globalization;
using System.Security.Cryptography;

namespace Cashback.Phones;

/// <summary>Six digits, and the SMS that carries them.</summary>
internal static class SignInCode
{
    public static string Make() => RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>One SMS: at most 70 characters, and the code is its only digits.</summary>
    public static string Text(string code, string locale) => locale == "en"
        ? $"{code} is your cashback sign-in code. Do not share it."
        : $"{code} — код для входа в программу кешбэка. Никому его не сообщайте";
}
