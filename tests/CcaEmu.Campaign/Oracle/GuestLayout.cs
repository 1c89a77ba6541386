namespace CcaEmu.Campaign.Oracle;

/// <summary>The addresses of the guest program, the same on our PE and under QEMU, so that addresses a case computes agree.</summary>
/// <remarks>
/// <code>
/// 40_0000  ELF header
/// 40_1000  the harness
/// 40_2000  control block
/// 40_3000  the page of the window (the window itself in its middle)
/// 40_4000  stack of the signal handler
/// 40_C000  slots, 64 bytes each: a case's instructions, then a branch back to the harness
/// 50_0000  states going in, then states coming out
/// </code>
/// </remarks>
internal static class GuestLayout
{
    public const ulong Base = 0x40_0000;
    public const ulong Harness = 0x40_1000;
    public const ulong Control = 0x40_2000;
    public const ulong Window = 0x40_3400;
    public const ulong SignalStack = 0x40_4000;
    public const int SignalStackBytes = 0x8000;
    public const ulong Slots = 0x40_C000;
    public const int SlotBytes = 64;
    public const ulong States = 0x50_0000;

    /// <summary>Instructions that a slot holds, without the branch back.</summary>
    public const int SlotInstructions = SlotBytes / 4 - 1;

    /// <summary>As many slots as fit before <see cref="States"/>, and near enough to the window for literal loads.</summary>
    public const int MaxSlots = (int)(States - Slots) / SlotBytes;

    /// <summary>What X8 and SP hold where a case reaches memory by them: the window's middle.</summary>
    public const ulong WindowMiddle = Window + CaseState.WindowBytes / 2;

    public static ulong SlotOf(int index) => Slots + (ulong)(index * SlotBytes);
}
