using System.Globalization;
using CcaEmu.Arm;
using CcaEmu.Arm.Smccc;
using CcaEmu.Diagnostics.Worlds;
using CcaEmu.Machine.Board;

namespace CcaEmu.Diagnostics.Evidence;

/// <summary>One call that changed a range of a Realm's IPA space, or of physical memory.</summary>
/// <param name="FunctionId">The call.</param>
/// <param name="PeIndex">PE it was made on.</param>
/// <param name="CallerState">World it came from.</param>
/// <param name="CallerLevel">Level it came from.</param>
/// <param name="Rd">RD of the Realm; 0 for physical memory, and for a Realm's own calls.</param>
/// <param name="Base">First address changed.</param>
/// <param name="Top">First address behind.</param>
/// <param name="Value">RIPAS for a change of RIPAS; else 0.</param>
/// <param name="ModelledCycles">When, by the clock of that PE.</param>
/// <param name="Order">When, by the order in which things happen in the machine: <see cref="Machine.TraceBus.EventCount"/>.</param>
public readonly record struct Change(
    uint FunctionId, int PeIndex, SecurityState CallerState, ExceptionLevel CallerLevel, ulong Rd, ulong Base, ulong Top, byte Value,
    ulong ModelledCycles, ulong Order)
{
    /// <summary>Name of the call.</summary>
    public string Name => SmcNames.NameOf(FunctionId);

    /// <summary>For example <c>RMI_RTT_DATA_MAP of 0x80000000..0x80001000 from NS-EL2 on PE0 at 12.345 us</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name} of 0x{Base:X}..0x{Top:X} from {WorldNames.Of(CallerState, CallerLevel)} on PE{PeIndex} at {VirtualClock.NanosecondsAt(ModelledCycles) / 1000:F3} us");
}
