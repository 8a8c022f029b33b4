namespace Cashback.Support;

/// <summary>The stores of record that the programme runs on.</summary>
public enum Database
{
    Sqlite,
    Postgres,
}
