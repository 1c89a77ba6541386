using System.Numerics;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Devices.Gic;

/// <summary>
/// Between a GIC that a hypervisor shows to its guest and the list registers of the PE that runs a virtual CPU: what is pending goes in before
/// the guest runs, what it has made of it comes back after.
/// </summary>
/// <remarks>
/// Arm GIC architecture (IHI 0069), "List register usage resulting in maintenance interrupt". An edge that is in a list register is nowhere
/// else; a level is looked at again when its end is announced.
/// </remarks>
/// <param name="gic">The guest's GIC.</param>
/// <param name="pe">Number of the virtual CPU.</param>
public sealed class ListRegisterFeed(GicV3 gic, int pe)
{
    private readonly ulong[] _held = new ulong[GicConfiguration.SpiEnd / 64]; // active on this virtual CPU

    /// <summary>Whether an interrupt is pending that the virtual CPU would take: one that waits has something to do.</summary>
    /// <param name="group0">Whether its interface has Group 0 enabled.</param>
    /// <param name="group1">Whether its interface has Group 1 enabled.</param>
    /// <param name="mask">Its priority mask: only priorities above, which are lower numbers, count.</param>
    public bool HasPending(bool group0, bool group1, int mask)
    {
        for (uint first = 0; first < GicConfiguration.SpiEnd; first += 32)
        {
            InterruptBlock block = gic.BlockAt(pe, first);
            uint enabled = (group0 ? ~block.Group : 0) | (group1 ? block.Group : 0);
            for (uint left = Deliverable(first) & enabled; left != 0; left &= left - 1)
            {
                if (block.Priority[BitOperations.TrailingZeroCount(left)] < mask)
                    return true;
            }
        }
        return false;
    }

    /// <summary>Fills list registers with what is pending or active, the highest priority first; the rest are made empty.</summary>
    /// <param name="registers">Values for ICH_LR0_EL2 and up.</param>
    /// <returns>Whether there are more than fit: the hypervisor asks for a maintenance interrupt when few are left.</returns>
    public bool Flush(Span<ulong> registers)
    {
        int count = 0;
        bool more = false;
        for (uint first = 0; first < GicConfiguration.SpiEnd; first += 32)
        {
            InterruptBlock block = gic.BlockAt(pe, first);
            uint held = Held(first);
            for (uint left = Deliverable(first) | held; left != 0; left &= left - 1)
            {
                int index = BitOperations.TrailingZeroCount(left);
                more |= !Insert(registers, ref count, ValueOf(block, index, first, held));
            }
        }
        registers[count..].Clear();
        for (int i = 0; i < count; i++)
            Lend(registers[i]);
        return more;
    }

    /// <summary>Takes back what the guest has left in the list registers.</summary>
    /// <param name="registers">Values of ICH_LR0_EL2 and up, as many as <see cref="Flush"/> filled.</param>
    /// <param name="endsCounted">ICH_HCR_EL2.EOIcount: ends of interrupts that were in no list register.</param>
    public void Sync(ReadOnlySpan<ulong> registers, int endsCounted)
    {
        foreach (ulong value in registers)
        {
            var one = new ListRegister(value);
            if (one.VirtualId >= GicConfiguration.SpiEnd || value == 0)
                continue;
            InterruptBlock block = gic.BlockAt(pe, one.VirtualId);
            uint bit = 1u << (int)(one.VirtualId % 32);
            bool pending = (one.State & ListRegister.Pending) != 0;
            if (pending)
                block.Latch |= bit & block.Edge;
            else
                block.Latch &= ~(bit & ~block.Edge);
            Hold(one.VirtualId, one.IsActive);
        }
        for (int i = 0; i < endsCounted; i++)
            EndWaiting(registers);
    }

    private uint Deliverable(uint first)
    {
        InterruptBlock block = gic.BlockAt(pe, first);
        return gic.Distributor.Deliverable(block, first, pe);
    }

    private uint Held(uint first) => (uint)(_held[first / 64] >> (int)(first % 64));

    private void Hold(uint id, bool active)
    {
        ulong bit = 1UL << (int)(id % 64);
        _held[id / 64] = active ? _held[id / 64] | bit : _held[id / 64] & ~bit;
        InterruptBlock block = gic.BlockAt(pe, id);
        uint small = 1u << (int)(id % 32);
        block.Active = active ? block.Active | small : block.Active & ~small;
    }

    private static ulong ValueOf(InterruptBlock block, int index, uint first, uint held)
    {
        uint bit = 1u << index;
        bool active = (held & bit) != 0, edge = (block.Edge & bit) != 0;
        // A level that is still up when the interrupt ends is found when the end is announced.
        bool pending = (block.Enabled & block.Pending & bit) != 0 && (edge || !active);
        return (first + (uint)index) | (ulong)block.Priority[index] << 48 | ((block.Group & bit) != 0 ? ICH_LR_EL2.Group : 0)
            | (edge ? 0 : ICH_LR_EL2.EOI) | (pending ? 1UL << 62 : 0) | (active ? 1UL << 63 : 0);
    }

    // Keeps the best by priority and then number; false where one had to stay out.
    private static bool Insert(Span<ulong> registers, ref int count, ulong value)
    {
        int at = count;
        while (at > 0 && Rank(value) < Rank(registers[at - 1]))
            at--;
        bool full = count == registers.Length;
        if (at == registers.Length)
            return false;
        for (int i = Math.Min(count, registers.Length - 1); i > at; i--)
            registers[i] = registers[i - 1];
        registers[at] = value;
        count += full ? 0 : 1;
        return !full;
    }

    // What is active comes first, so that its end is found.
    private static ulong Rank(ulong value)
    {
        var one = new ListRegister(value);
        return (one.IsActive ? 0 : 1UL << 48) | (ulong)one.Priority << 32 | one.VirtualId;
    }

    private void Lend(ulong value)
    {
        var one = new ListRegister(value);
        InterruptBlock block = gic.BlockAt(pe, one.VirtualId);
        if ((one.State & ListRegister.Pending) != 0)
            block.Latch &= ~(1u << (int)(one.VirtualId % 32) & block.Edge);
    }

    private void EndWaiting(ReadOnlySpan<ulong> registers)
    {
        int best = -1, priority = 0x100;
        for (int id = 0; id < GicConfiguration.SpiEnd; id++)
        {
            if ((_held[id / 64] >> id % 64 & 1) == 0 || IsListed(registers, (uint)id))
                continue;
            int own = gic.BlockAt(pe, (uint)id).Priority[id % 32];
            if (own < priority)
                (best, priority) = (id, own);
        }
        if (best >= 0)
            Hold((uint)best, false);
    }

    private static bool IsListed(ReadOnlySpan<ulong> registers, uint id)
    {
        foreach (ulong value in registers)
        {
            if (value != 0 && new ListRegister(value).VirtualId == id)
                return true;
        }
        return false;
    }
}
