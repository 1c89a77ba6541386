using System.Text.RegularExpressions;
using CcaEmu.Arm;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Registers;

/// <summary>What the terms of a fact ask about: values of control registers, and the Security state of the levels below EL3.</summary>
internal sealed record ControlState(Func<R, ulong> Value, SecurityState State)
{
    /// <summary>EL2Enabled(): in Secure state by SCR_EL3.EEL2.</summary>
    public bool IsEl2Enabled => State != SecurityState.Secure || Bit(R.SCR_EL3, 18);

    /// <summary>EL2Enabled() and HCR_EL2.E2H.</summary>
    public bool IsHost => IsEl2Enabled && Bit(R.HCR_EL2, 34);

    /// <summary>One bit of a register.</summary>
    public bool Bit(R register, int bit) => (Value(register) >> bit & 1) != 0;

    /// <summary>Whether a term of a fact holds.</summary>
    public bool Holds(string term) => term switch
    {
        "true" => true,
        "el2" => IsEl2Enabled,
        "secure" => State == SecurityState.Secure,
        "realm" => State == SecurityState.Realm,
        "e2h" => IsHost,
        "inhost" => IsHost && Bit(R.HCR_EL2, 27),
        "nspb" => IsProfilingTrapped,
        ['!', .. var positive] => !Holds(positive),
        _ when term.StartsWith("any(", StringComparison.Ordinal) => term[4..^1].Split(';').Any(Holds),
        _ => HoldsBit(term),
    };

    // CheckMDCR_EL3_NSPBTrap(): NSPBE and NSPB[1] name the state that owns profiling, NSPB[0] lets it.
    private bool IsProfilingTrapped => !Bit(R.MDCR_EL3, 12) || Bit(R.MDCR_EL3, 13) != (State is SecurityState.NonSecure or SecurityState.Realm)
        || Bit(R.MDCR_EL3, 11) != (State == SecurityState.Realm);

    private bool HoldsBit(string term)
    {
        Match match = AccessFact.BitTerm().Match(term);
        ulong control = Value(Enum.Parse<R>(match.Groups[1].Value));
        bool any = match.Groups[2].Value.Split(',').Any(bit => (control >> int.Parse(bit) & 1) != 0);
        return match.Groups[3].Value is "=1" or "!0" ? any : !any;
    }
}
