using Cashback.Messages;

namespace Cashback.Proofs;

/// <summary>The texts that carry a code, each saying what it is for. The code comes first.</summary>
internal static class ProofText
{
    /// <summary>One SMS: at most 70 characters.</summary>
    public static string Sms(string code, string purpose, string locale) => locale == "en"
        ? $"{code} is the code {English(purpose)}. Do not share it."
        : $"{code} — код для {Russian(purpose)}. Никому его не сообщайте";

    public static Letter Letter(string to, string code, string locale) => locale == "en"
        ? new Letter(to, "Confirm your e-mail address", $"{code}\n\nEnter this code in the cashback programme to confirm the address. It works for an hour.\n\nIf it was not you, ignore this letter.")
        : new Letter(to, "Подтвердите адрес электронной почты", $"{code} — код подтверждения адреса.\n\nВведите его в программе кешбэка. Код действует один час.\n\nЕсли вы его не запрашивали, не обращайте внимания на это письмо.");

    private static string Russian(string purpose) => purpose switch
    {
        ProofPurposes.Leave => "выхода из программы",
        ProofPurposes.ChangeEmail => "смены e-mail",
        _ when ProofPurposes.PhoneOf(purpose) is { } phone => $"пополнения {phone.Masked}",
        _ => "показа сертификата",
    };

    private static string English(string purpose) => purpose switch
    {
        ProofPurposes.Leave => "to leave the programme",
        ProofPurposes.ChangeEmail => "to change your e-mail",
        _ when ProofPurposes.PhoneOf(purpose) is { } phone => $"to top up {phone.Masked}",
        _ => "to show a certificate",
    };
}
