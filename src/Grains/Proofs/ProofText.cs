using Cashback.Messages;

namespace Cashback.Proofs;

/// <summary>The texts that carry a code, each saying what it is for. The code comes first.</summary>
internal static class ProofText
{
    /// <summary>One SMS: at most 70 characters.</summary>
    public static string Sms(string code, string purpose, string locale) => locale == "en"
        ? $"{code} is the code {English(purpose)}. Do not share it."
        : $"{code} — код, чтобы {Russian(purpose)}. Никому его не сообщайте";

    public static Letter Letter(string to, string code, string locale) => locale == "en"
        ? new Letter(to, "Confirm your e-mail address", $"{code}\n\nEnter this code in the cashback programme to confirm the address. It works for an hour.\n\nIf it was not you, ignore this letter.")
        : new Letter(to, "Подтвердите адрес электронной почты", $"{code}\n\nВведите этот код в программе кешбэка, чтобы подтвердить адрес. Он действует час.\n\nЕсли это были не вы, ничего делать не нужно.");

    private static string Russian(string purpose) => purpose switch
    {
        ProofPurposes.Leave => "выйти из программы",
        ProofPurposes.ChangeEmail => "сменить e-mail",
        _ when ProofPurposes.PhoneOf(purpose) is { } phone => $"пополнять {phone.Masked}",
        _ => "показать сертификат",
    };

    private static string English(string purpose) => purpose switch
    {
        ProofPurposes.Leave => "to leave the programme",
        ProofPurposes.ChangeEmail => "to change your e-mail",
        _ when ProofPurposes.PhoneOf(purpose) is { } phone => $"to top up {phone.Masked}",
        _ => "to show a certificate",
    };
}
