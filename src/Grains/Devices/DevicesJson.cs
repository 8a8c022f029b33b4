using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Devices;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<DevicePromotions>))]
[JsonSerializable(typeof(Stored<DeviceBudget>))]
[JsonSerializable(typeof(Stored<DeviceSale>))]
[JsonSerializable(typeof(Stored<DeviceQuota>))]
[JsonSerializable(typeof(Stored<DeviceHolds>))]
internal sealed partial class DevicesJson : JsonSerializerContext;
