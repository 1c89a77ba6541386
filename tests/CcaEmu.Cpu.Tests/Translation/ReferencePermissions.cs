using CcaEmu.Arm;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>Stage 1 Direct permissions of the Arm ARM's J1.1: AArch64.S1DirectBasePermissions and AArch64.S1CheckPermissions.</summary>
internal struct ReferencePermissions
{
    private int _apTable, _ap;
    private bool _pxnTable, _uxnTable, _pxn, _uxn, _dbm;

    public void ApplyTable(ulong descriptor)
    {
        _apTable |= (int)(descriptor >> 61) & 3;
        _uxnTable |= (descriptor >> 60 & 1) != 0;
        _pxnTable |= (descriptor >> 59 & 1) != 0;
    }

    public void ApplyLeaf(ulong descriptor)
    {
        _ap = (int)(descriptor >> 6) & 3;
        _uxn = (descriptor >> 54 & 1) != 0;
        _pxn = (descriptor >> 53 & 1) != 0;
        _dbm = (descriptor >> 51 & 1) != 0;
    }

    public readonly void CheckStage1(
        ref ReferenceFault fault, in ReferenceAccess access, ReferenceRegime regime, in ReferenceStage1Parameters p, Pas output)
    {
        int ap = _dbm && p.Hd ? _ap & 1 : _ap;
        (bool r, bool w, bool x) = p.TwoRanges ? TwoLevels(ap, access, p.Epan) : OneLevel(ap);
        if (p.Wxn && w)
            x = false;
        if (access.Ss == SecurityState.Secure && p.Sif && output == Pas.NonSecure)
            x = false;
        if (regime != ReferenceRegime.EL10 && ((access.Ss == SecurityState.Root && output != Pas.Root) || (access.Ss == SecurityState.Realm && output != Pas.Realm)))
            x = false;
        if (access.Cache != ReferenceCacheOp.None)
        {
            if (access.Cache == ReferenceCacheOp.Invalidate ? !w : access.El == ExceptionLevel.EL0 && !r)
                fault.Status = ReferenceStatus.Permission;
            return;
        }
        if (access.Fetch ? !x : (access.Read && !r) || (access.Write && !w))
        {
            fault.Status = ReferenceStatus.Permission;
            if (!access.Fetch)
                fault.Write = !(access.Read && !r);
        }
    }

    private readonly (bool R, bool W, bool X) TwoLevels(int ap, in ReferenceAccess access, bool epan)
    {
        (bool pr, bool pw, bool ur, bool uw) = ap switch
        {
            0 => (true, true, false, false),
            1 => (true, true, true, true),
            2 => (true, false, false, false),
            _ => (true, false, true, false),
        };
        if ((_apTable & 1) != 0)
            ur = uw = false;
        if ((_apTable & 2) != 0)
            pw = uw = false;
        bool px = !(_pxn || _pxnTable || uw), ux = !(_uxn || _uxnTable);
        if (access.Pan && (ur || uw || (epan && ux)))
            pr = pw = false;
        return access.El == ExceptionLevel.EL0 ? (ur, uw, ux) : (pr, pw, px);
    }

    private readonly (bool R, bool W, bool X) OneLevel(int ap) => (true, (ap & 2) == 0 && (_apTable & 2) == 0, !(_uxn || _uxnTable));
}
