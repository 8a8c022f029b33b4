using Cashback.Campaigns;
using Cashback.Phones;
using Cashback.Storage;

namespace Cashback.Subscribers;

/// <summary>What a subscriber's decisions need to know beside the record and the rules.</summary>
internal sealed record SubscriberLookups(INumberDirectory Numbers, WelcomeBoard Welcome, IRecordJournal Journal);
