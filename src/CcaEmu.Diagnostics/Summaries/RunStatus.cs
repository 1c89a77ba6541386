using System.Text.Json.Serialization;

namespace CcaEmu.Diagnostics.Summaries;

/// <summary>How a run ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunStatus>))]
public enum RunStatus
{
    /// <summary>The guest ended by itself and said that all is well.</summary>
    [JsonStringEnumMemberName("passed")]
    Passed,

    /// <summary>The guest ended by itself and said that it failed.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>The guest could not go on.</summary>
    [JsonStringEnumMemberName("faulted")]
    Faulted,

    /// <summary>The hypervisor could not build or run the Realm.</summary>
    [JsonStringEnumMemberName("host-error")]
    HostError,

    /// <summary>The instruction limit was reached.</summary>
    [JsonStringEnumMemberName("limit-reached")]
    LimitReached,

    /// <summary>The user interrupted it.</summary>
    [JsonStringEnumMemberName("interrupted")]
    Interrupted,
}
