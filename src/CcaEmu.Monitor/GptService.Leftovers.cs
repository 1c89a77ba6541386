using CcaEmu.Arm;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Cpu;
using CcaEmu.Machine.Board;
using CcaEmu.Memory;

namespace CcaEmu.Monitor;

/// <content>What Realms have left in memory when the board is reset.</content>
/// <remarks>
/// Arm CCA leaves it to the platform how the contents of memory that was not Non-secure are lost at a reset: new keys, or a wipe before anything else
/// runs. RAM of this board keeps its contents and has keys only with FEAT_MEC, so the monitor wipes. Which granules those are says the table that was in
/// force, which only Root could write.
/// </remarks>
internal sealed partial class GptService
{
    // Stands in trusted SRAM as long as there is a table: at power on it does not.
    private const ulong Seal = 0x4750_5420_464F_5243;

    /// <summary>Wipes what was not the Non-secure world's before the reset and now becomes its memory. Checking is off.</summary>
    /// <param name="pe">The PE that boots; it is charged.</param>
    /// <returns>Whether there was anything.</returns>
    public bool WipeLeftovers(ProcessingElement pe)
    {
        Demand(pe.Physical.Read(SealPlace, 8, out ulong seal), SealPlace.Value);
        if (seal != Seal)
            return false;
        // The tables may lie among what is wiped: all of it is found first.
        List<(ulong Address, ulong Bytes)> leftovers = [.. FindLeftovers(pe)];
        foreach ((ulong address, ulong bytes) in leftovers)
        {
            Demand(pe.Physical.Clear(new PhysicalAddress(address, Pas.Root), bytes), address);
            pe.Charge(MonitorCosts.WipeGranule * (bytes / _geometry.GranuleSizeBytes));
        }
        return leftovers.Count > 0;
    }

    private static PhysicalAddress SealPlace => new(FvpMemoryMap.GptSeal, Pas.Root);

    private static void PutSeal(ProcessingElement pe) => Demand(pe.Physical.Write(SealPlace, 8, Seal), SealPlace.Value);

    // Level 0 entries that are blocks belong to the Non-secure world, or to nobody.
    private IEnumerable<(ulong Address, ulong Bytes)> FindLeftovers(ProcessingElement pe)
    {
        ulong step = 16 * _geometry.GranuleSizeBytes;
        foreach (RmmMemoryBank bank in _delegable)
        {
            ulong table = 0, end = bank.Base + bank.SizeBytes;
            bool isTable = false;
            for (ulong address = bank.Base; address < end; address += step)
            {
                if (address == bank.Base || (address & (_geometry.L0EntrySizeBytes - 1)) == 0)
                    isTable = TryFindTable(pe, address, out table);
                if (!isTable)
                    continue;
                var entry = new GptL1Descriptor(Read(pe, table + (ulong)_geometry.L1Index(address) * 8));
                for (int granule = 0; granule < 16; granule++)
                {
                    if (entry.GpiOf(granule) != Gpi.NonSecure)
                        yield return (address + (ulong)granule * _geometry.GranuleSizeBytes, _geometry.GranuleSizeBytes);
                }
            }
        }
    }
}
