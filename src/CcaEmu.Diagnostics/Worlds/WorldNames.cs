using CcaEmu.Arm;

namespace CcaEmu.Diagnostics.Worlds;

/// <summary>Names of security states and levels as people of this field write them.</summary>
public static class WorldNames
{
    /// <summary>A level in a security state.</summary>
    /// <param name="state">Security state.</param>
    /// <param name="level">Exception level.</param>
    /// <returns>For example <c>NS-EL2</c>, <c>R-EL1</c>, <c>S-EL1</c>, <c>EL3</c>.</returns>
    public static string Of(SecurityState state, ExceptionLevel level) => state switch
    {
        _ when level == ExceptionLevel.EL3 => "EL3",
        SecurityState.Realm => $"R-{level}",
        SecurityState.NonSecure => $"NS-{level}",
        SecurityState.Secure => $"S-{level}",
        _ => $"Root-{level}",
    };

    /// <summary>A security state in words.</summary>
    /// <param name="state">Security state.</param>
    /// <returns>For example <c>Non-secure</c>.</returns>
    public static string Of(SecurityState state) => state == SecurityState.NonSecure ? "Non-secure" : state.ToString();
}
