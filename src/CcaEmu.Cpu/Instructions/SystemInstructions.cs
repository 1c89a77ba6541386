using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;

namespace CcaEmu.Cpu.Instructions;

/// <summary>SYS: cache maintenance, address translation, TLB and granule protection maintenance.</summary>
/// <remarks>
/// Arm ARM, C5.3 to C5.5; J1.1 AArch64.DC, AArch64.IC, AArch64.MemZero. SYSL has no instruction.
/// </remarks>
internal static unsafe class SystemInstructions
{
    private const int ZeroBlockBytes = 64;

    public static Handler Predecode(in Instruction i, PeFeatures features, DecodedOp* op)
    {
        op->Rd = Slots.Source(i.Rt);
        if (i.Op != A64Op.SYS || !SystemInstructionTable.TryFind(i.SystemRegisterEncoding, out SystemInstruction? found)
            || !features.Has(found!.Feature) || !features.Has(found.SecondFeature))
        {
            bool trappable = SystemRegisterMove.IsImplementationDefined(new SystemRegisterEncoding(i.SystemRegisterEncoding));
            return trappable ? &SystemRegisterMove.ImplementationDefined : &Exceptions.Undefined;
        }
        op->Spare = i.SystemRegisterEncoding;
        return found.Operation == SystemOperation.ZeroBlock ? &ZeroBlock : &Execute;
    }

    private static DecodedOp* Execute(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        SystemInstructionTable.TryFind(op->Spare, out SystemInstruction? instruction);
        AccessOutcome outcome = Check(pe, instruction!);
        if (!outcome.IsAllowed)
            return SystemRegisterMove.Refuse(pe, s, op, outcome, isRead: false);
        return Carry(pe, s, op, instruction!, s->X[op->Rd]) ? op + 1 : null;
    }

    private static AccessOutcome Check(ProcessingElement pe, SystemInstruction instruction)
    {
        if (pe.CurrentLevel < instruction.Minimum || (instruction.NeedsEl2 && !pe.El2Enabled))
            return AccessOutcome.Undefined;
        if (instruction.RealmOnly && pe.CurrentLevel == ExceptionLevel.EL2 && pe.LowerSecurityState != SecurityState.Realm)
            return AccessOutcome.Undefined;
        return TrapRule.Apply(instruction.Traps, pe, isRead: false);
    }

    private static bool Carry(ProcessingElement pe, PeState* s, DecodedOp* op, SystemInstruction instruction, ulong argument)
    {
        switch (instruction.Operation)
        {
            case SystemOperation.InstructionCacheByAddress or SystemOperation.DataCacheByAddress:
                // At EL0 the location must be readable; above, only a translation has to exist.
                AccessKind wanted = pe.CurrentLevel == ExceptionLevel.EL0 ? AccessKind.Read : AccessKind.None;
                return Maintain(pe, s, op, argument, wanted);
            case SystemOperation.DataCacheInvalidate:
                return Maintain(pe, s, op, argument, AccessKind.Write);
            case SystemOperation.AddressTranslation:
                return AddressTranslation.Execute(pe, s, op, instruction, argument);
            case SystemOperation.TlbInvalidate:
                TlbMaintenance.Execute(pe, instruction, argument);
                return true;
            case SystemOperation.GptInvalidate:
                foreach (ProcessingElement hearer in pe.Hearers(instruction.Broadcast))
                    hearer.InvalidateGranuleProtection();
                return true;
            case SystemOperation.GptInvalidateRange:
                foreach (ProcessingElement hearer in pe.Hearers(broadcast: true))
                    InvalidateRange(hearer, argument);
                return true;
            default:
                return true;
        }
    }

    // Nothing is cached that memory does not hold, but the address is translated, and may fault.
    private static bool Maintain(ProcessingElement pe, PeState* s, DecodedOp* op, ulong va, AccessKind wanted) =>
        pe.TryLocate(va, aligned: true, wanted | AccessKind.Maintenance, out _, out FaultRecord fault) || pe.TakeDataAbort(s, op, fault);

    // Arm ARM, C5.5 TLBI RPAOS: bits 39:0 are bits 51:12 of the base, SIZE is in bits 47:44; a reserved size invalidates nothing more
    // than has to be, so all is dropped. A size below GPCCR_EL3.PGS means one granule.
    private static void InvalidateRange(ProcessingElement pe, ulong argument)
    {
        int sizeField = (int)(argument >> 44) & 15;
        ReadOnlySpan<byte> sizeBits = [12, 14, 16, 21, 25, 29, 30, 34, 36, 39];
        if (sizeField >= sizeBits.Length)
        {
            pe.InvalidateGranuleProtection();
            return;
        }
        ulong size = 1UL << Math.Max(sizeBits[sizeField], pe.Physical.Configuration.Geometry.GranuleBits);
        ulong address = (argument & 0xFF_FFFF_FFFF) << 12 & ~(size - 1);
        pe.InvalidateGranuleProtection(address, size);
    }

    // DC ZVA: DCZID_EL0.BS = 4 promises blocks of 64 bytes. The memory must be Normal.
    private static DecodedOp* ZeroBlock(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        SystemInstructionTable.TryFind(op->Spare, out SystemInstruction? instruction);
        AccessOutcome outcome = Check(pe, instruction!);
        if (!outcome.IsAllowed)
            return SystemRegisterMove.Refuse(pe, s, op, outcome, isRead: false);
        ulong block = s->X[op->Rd] & ~(ZeroBlockBytes - 1UL);
        TlbEntry* entry = s->Tlb + Tlb.IndexOf(block);
        // Where alignment is checked, the fast TLB may hold Device memory.
        if (entry->TagWrite != (block & ~0xFFFUL) || s->AlignMask != 0)
            return ZeroBlockSlow(pe, s, op, s->X[op->Rd]) ? op + 1 : null;
        new Span<byte>((void*)(block + entry->Addend), ZeroBlockBytes).Clear();
        return op + 1;
    }

    private static bool ZeroBlockSlow(ProcessingElement pe, PeState* s, DecodedOp* op, ulong va)
    {
        // Device memory refuses it at the stage, and in the order, in which it would refuse an unaligned store.
        bool ok = pe.TryTranslate(va, AccessKind.Write, pe.CurrentLevel, aligned: false, out Translation t, out FaultRecord fault);
        if (ok && !pe.Physical.Admits(t.Pa))
            ok = pe.FailProtection(t.Pa, ref fault);
        if (!ok)
            return pe.TakeDataAbort(s, op, fault);
        for (ulong offset = 0; ok && offset < ZeroBlockBytes; offset += 8)
            ok = pe.StoreSlow(s, op, (va & ~(ZeroBlockBytes - 1UL)) + offset, 8, AccessKind.Write, 0);
        return ok;
    }
}
