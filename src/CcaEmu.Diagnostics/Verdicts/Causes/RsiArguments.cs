using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Diagnostics.Calls;
using static CcaEmu.Diagnostics.Verdicts.Causes.Text;

namespace CcaEmu.Diagnostics.Verdicts.Causes;

/// <summary>Which argument of an RSI call that was refused cannot be right, by itself.</summary>
/// <remarks>RMM specification (DEN0137), section "RSI commands", failure conditions.</remarks>
internal static class RsiArguments
{
    private const ulong Granule = 0x1000;
    private const ulong HostCallAlignment = 0x100;

    /// <summary>What is wrong and what to do; null where the arguments are plausible by themselves.</summary>
    public static (string Why, string Advice)? WhatIsWrong(CaseFile file, in CallRecord call)
    {
        if (call.Is(RsiCommand.Version))
        {
            return (Of($"it asked for revision {InterfaceVersion.Decode(call.Arguments[1])}, and the RMM offers {InterfaceVersion.Decode(call.Results[1])} to {InterfaceVersion.Decode(call.Results[2])}"),
                "ask for a revision within that range, or build the guest for this revision of the RMM specification");
        }
        if (call.Is(RsiCommand.IpaStateSet) && call.Arguments[2] <= call.Arguments[1])
            return (Of($"the range 0x{call.Arguments[1]:X}..0x{call.Arguments[2]:X} is empty"), "pass base and top, the first address behind the range; not base and size");
        if (!SmcNames.TryFind(call.FunctionId, out CommandInfo? command))
            return null;
        foreach (CommandValue input in command.Inputs)
        {
            if (input.Kind == CommandValueKind.Ipa && WhatIsWrong(file, call, input) is { } wrong)
                return wrong;
        }
        return null;
    }

    private static (string Why, string Advice)? WhatIsWrong(CaseFile file, in CallRecord call, in CommandValue input)
    {
        ulong value = call.Arguments[input.Register];
        ulong alignment = call.Is(RsiCommand.HostCall) ? HostCallAlignment : Granule;
        // A range may end where the half does.
        bool isTop = input.Name == "top", isBeyond = file.SharedBit != 0 && value >= file.SharedBit + (isTop ? 1UL : 0);
        if (value % alignment != 0)
            return (Of($"{input.Name} = 0x{value:X} is not a multiple of 0x{alignment:X}"), Of($"align the {(isTop || input.Name == "base" ? "range" : "buffer")}: __attribute__((aligned({alignment})))"));
        if (isBeyond)
        {
            return (Of($"{input.Name} = 0x{value:X} is not in the protected half, which ends at 0x{file.SharedBit:X}"),
                "pass the IPA of private memory, without the bit that selects the unprotected half; a virtual address will not do");
        }
        if (input.Name is not ("base" or "top") && file.RipasAtEnd(value) is { } ripas and not Ripas.Ram)
            return (Of($"{input.Name} = 0x{value:X} has RIPAS {ripas.ToString().ToUpperInvariant()}"), "pass a buffer in RAM that has not been shared");
        return null;
    }
}
