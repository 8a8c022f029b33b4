using Cashback.Certificates;
using Cashback.Clicks;
using Cashback.Phones;

namespace Cashback.Subscribers;

/// <summary>What makes and reads the ids and codes that are derived from the installation's secrets.</summary>
internal sealed record SubscriberCodes(ClickIds Clicks, CertificateCodes Certificates, NumberHashes Numbers, Secrets Secrets);
