using System.Numerics;

namespace CcaEmu.Cpu.Tests.Transcription;

/// <summary>What a memory copy or set ends in.</summary>
/// <param name="Undefined">The instruction is UNDEFINED.</param>
/// <param name="Mismatch">ISS of the Memory Copy and Memory Set exception, where that was taken.</param>
/// <param name="FaultAddress">Address that faulted, where one did.</param>
/// <param name="FaultOnWrite">Whether it was written.</param>
internal readonly record struct MemoryOperationEnd(bool Undefined, uint? Mismatch, ulong? FaultAddress, bool FaultOnWrite);

/// <summary>
/// The operation of CPY*, CPYF* and SET* written down from the pages of the instructions and the shared pseudocode, with whole numbers that do
/// not wrap, and one byte at a time: the block size is IMPLEMENTATION DEFINED, and 1 is a block size.
/// </summary>
/// <remarks>
/// IMPLEMENTATION DEFINED here as in the PE: option A throughout; up to 64 bytes in the prologue; what is left behind the last whole 64
/// bytes in the epilogue; ends that do not overlap are copied upwards; zero sizes are not checked for their option.
/// </remarks>
internal sealed class PlainMemoryOperations(Func<ulong, bool, bool> mayRead, Func<ulong, bool, bool> mayWrite, byte[] memory, ulong memoryBase)
{
    private static readonly BigInteger Two64 = BigInteger.One << 64;

    public ulong Xd, Xs, Xn;
    public int Nzcv;

    private enum Stage { Prologue, Main, Epilogue }

    /// <summary>CPYP, CPYM, CPYE and (forwardOnly) CPYFP, CPYFM, CPYFE.</summary>
    public MemoryOperationEnd Copy(bool forwardOnly, int op1, int options, int d, int s, int n)
    {
        if (s == n || s == d || n == d || d == 31 || s == 31 || n == 31)
            return new(true, null, null, false);
        var stage = (Stage)op1;
        int nzcv = Nzcv;
        BigInteger toaddress = Xd, fromaddress = Xs;
        BigInteger cpysize = stage == Stage.Prologue && !forwardOnly ? Xn : (long)Xn;
        bool forward = true;
        if (stage == Stage.Prologue)
        {
            if (forwardOnly)
                cpysize = cpysize < 0 ? 0x7FFF_FFFF_FFFF_FFFF : cpysize;
            else
                cpysize = BigInteger.Min(cpysize, 0x007F_FFFF_FFFF_FFFF);
            forward = forwardOnly || IsMemCpyForward(cpysize);
            nzcv = 0;
            if (forward)
            {
                toaddress += cpysize;
                fromaddress += cpysize;
                cpysize = -cpysize;
            }
        }
        BigInteger stagecpysize = StageSize(stage, cpysize);
        if (stage != Stage.Prologue)
        {
            forward = forwardOnly || cpysize < 0;
            int? formatoption = Check(stage, cpysize, stagecpysize, nzcv, illformed: forwardOnly && cpysize > 0);
            if (formatoption is { } format)
            {
                uint iss = (uint)(options << 19 | (stage == Stage.Epilogue ? 1 << 18 : 0) | format << 16 | d << 10 | s << 5 | n);
                return new(false, iss, null, false);
            }
        }
        ulong? fault = null;
        bool iswrite = false;
        while (stagecpysize != 0 && fault is null)
        {
            if (!forward)
            {
                cpysize -= 1;
                stagecpysize -= 1;
            }
            ulong to = Wrap(toaddress + cpysize), from = Wrap(fromaddress + cpysize);
            if (!mayRead(from, (options & 2) != 0))
                (fault, iswrite) = (from, false);
            else if (!mayWrite(to, (options & 1) != 0))
                (fault, iswrite) = (to, true);
            else
                memory[to - memoryBase] = memory[from - memoryBase];
            if (fault is not null && !forward)
            {
                cpysize += 1;
                stagecpysize += 1;
            }
            if (fault is null && forward)
            {
                cpysize += 1;
                stagecpysize += 1;
            }
        }
        UpdateCpyRegisters(stage, forward, fault is not null, cpysize, toaddress, fromaddress);
        if (stage == Stage.Prologue && fault is null)
            Nzcv = nzcv;
        return new(false, null, fault, fault is not null && iswrite);
    }

    /// <summary>SETP, SETM, SETE.</summary>
    public MemoryOperationEnd Set(int op2Stage, int options, int d, int s, int n, byte data)
    {
        if (s == n || s == d || n == d || d == 31 || n == 31)
            return new(true, null, null, false);
        var stage = (Stage)op2Stage;
        int nzcv = Nzcv;
        BigInteger toaddress = Xd;
        BigInteger setsize = stage == Stage.Prologue ? Xn : (long)Xn;
        if (stage == Stage.Prologue)
        {
            setsize = BigInteger.Min(setsize, 0x7FFF_FFFF_FFFF_FFFF);
            nzcv = 0;
            toaddress += setsize;
            setsize = -setsize;
        }
        BigInteger stagesetsize = StageSize(stage, setsize);
        if (stage != Stage.Prologue && Check(stage, setsize, stagesetsize, nzcv, illformed: setsize > 0) is { } format)
        {
            uint iss = (uint)(1 << 24 | options << 19 | (stage == Stage.Epilogue ? 1 << 18 : 0) | format << 16 | d << 10 | s << 5 | n);
            return new(false, iss, null, false);
        }
        ulong? fault = null;
        while (stagesetsize < 0 && fault is null)
        {
            ulong to = Wrap(toaddress + setsize);
            if (!mayWrite(to, (options & 1) != 0))
            {
                fault = to;
                break;
            }
            memory[to - memoryBase] = data;
            setsize += 1;
            stagesetsize += 1;
        }
        if (fault is not null && stage == Stage.Prologue)
        {
            Xn = Wrap(-setsize);
            Xd = Wrap(toaddress + setsize);
            return new(false, null, fault, true);
        }
        Xn = Wrap(setsize);
        if (stage == Stage.Prologue)
        {
            Xd = Wrap(toaddress);
            Nzcv = nzcv;
        }
        return new(false, null, fault, fault is not null);
    }

    private static ulong Wrap(BigInteger value) => (ulong)(((value % Two64) + Two64) % Two64);

    private bool IsMemCpyForward(BigInteger cpysize)
    {
        BigInteger from = Xs & 0x00FF_FFFF_FFFF_FFFF, to = Xd & 0x00FF_FFFF_FFFF_FFFF;
        if (from > to && from < to + cpysize)
            return true;
        if (from < to && from + cpysize > to)
            return false;
        return true;
    }

    private static BigInteger PostSizeChoice(BigInteger size) => BigInteger.Remainder(size, 64);

    private static BigInteger StageSize(Stage stage, BigInteger size) => stage switch
    {
        Stage.Prologue => size < 0 ? BigInteger.Max(size, -64) : BigInteger.Min(size, 64),
        Stage.Main => size - PostSizeChoice(size),
        _ => PostSizeChoice(size),
    };

    // CheckMemCpyParams and CheckMemSetParams: the format and option field of the syndrome, or null.
    private static int? Check(Stage stage, BigInteger size, BigInteger stagesize, int nzcv, bool illformed)
    {
        const int implementsOptionA = 1;
        if (stagesize != 0 && size != 0)
        {
            bool usingOptionA = (nzcv & 2) == 0;
            if (!usingOptionA)
                return 0b10 | implementsOptionA;
        }
        bool wrong = stage == Stage.Main ? illformed : size != PostSizeChoice(size) || illformed;
        return wrong ? implementsOptionA : null;
    }

    // With a block of one byte nothing of the block that faults is copied.
    private void UpdateCpyRegisters(Stage stage, bool forward, bool fault, BigInteger cpysize, BigInteger toaddress, BigInteger fromaddress)
    {
        if (fault && stage == Stage.Prologue && forward)
        {
            Xn = Wrap(-cpysize);
            Xd = Wrap(toaddress + cpysize);
            Xs = Wrap(fromaddress + cpysize);
            return;
        }
        Xn = Wrap(cpysize);
        if (!fault && stage == Stage.Prologue)
        {
            Xd = Wrap(toaddress);
            Xs = Wrap(fromaddress);
        }
    }
}
