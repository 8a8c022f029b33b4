using Cashback.Grains.Tests.Campaigns;
using Cashback.Grains.Tests.Cards;
using Cashback.Grains.Tests.Certificates;
using Cashback.Grains.Tests.Claims;
using Cashback.Grains.Tests.Devices;
using Cashback.Grains.Tests.Payouts;
using Cashback.Grains.Tests.Receipts;
using Cashback.Grains.Tests.Referrals;
using Cashback.Grains.Tests.Stores;
using Cashback.Grains.Tests.Subscribers;
using Cashback.Support;

namespace Cashback.Grains.Tests;

// Flows in which money is at stake, or that something happens once: each of their tests once more, on PostgreSQL.

public sealed class JoinedWriteOnPostgresTests : JoinedWriteTests
{
    protected override Database Database => Database.Postgres;
}

public sealed class CardCrashPointOnPostgresTests : CardCrashPointTests
{
    protected override Database Database => Database.Postgres;
}

public sealed class CertificateFlowOnPostgresTests : CertificateFlowTests
{
    protected override Database Database => Database.Postgres;
}

public sealed class CertificateGrainOnPostgresTests : CertificateGrainTests
{
    protected override Database Database => Database.Postgres;
}

public sealed class ClaimFlowOnPostgresTests : ClaimFlowTests
{
    protected override Database Database => Database.Postgres;
}

public sealed class DeviceSaleOnPostgresTests : DeviceSaleTests
{
    protected override Database Database => Database.Postgres;
}

public sealed class LeavingFlowOnPostgresTests : LeavingFlowTests
{
    protected override Database Database => Database.Postgres;
}

public sealed class PayoutOfASubscriberOnPostgresTests : PayoutOfASubscriberTests
{
    protected override Database Database => Database.Postgres;
}

public sealed class ReceiptFlowOnPostgresTests : ReceiptFlowTests
{
    protected override Database Database => Database.Postgres;
}

public sealed class ReferralFlowOnPostgresTests : ReferralFlowTests
{
    protected override Database Database => Database.Postgres;
}

public sealed class RewardFlowOnPostgresTests : RewardFlowTests
{
    protected override Database Database => Database.Postgres;
}

public sealed class WelcomeFlowOnPostgresTests : WelcomeFlowTests
{
    protected override Database Database => Database.Postgres;
}

public sealed class StoreTermsOnPostgresTests : StoreTermsTests
{
    protected override Database Database => Database.Postgres;
}
