using System.Buffers.Binary;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Monitor;
using CcaEmu.Rmm;

namespace CcaEmu.Benchmarks.Rmi;

/// <summary>Commands that become operations because they need memory of the host, and the commands that carry an operation to its end.</summary>
internal static class OperationFigures
{
    private const ulong Pool = 0x9000_0000, Spare = 0xA000_0000, Donations = 0x8800_0000, Returns = Donations + 0x1000;
    private const int Times = 5_000, PagesOfRec = 16, PagesOfTable = 32, Tables = 10;
    private const string Operation = "an operation is an object of its own until it ends";

    /// <summary>Measures and prints.</summary>
    public static void Print(FigureSheet sheet)
    {
        using (var host = new CommandHost(options: new RmmOptions { Sro = SroMode.Spec }))
        {
            host.Over(RmiCommand.GranuleRangeDelegate, Pool, Pool + (PagesOfRec + 3) * 0x1000);
            Write(host, Donations, new AddressRangeDescriptor(Pool, 3, PagesOfRec));
            WithoutMemory(sheet, host);
            LifeOfRec(sheet, host);
        }
        LevelOneTables(sheet);
    }

    // The operation waits for memory all the time.
    private static void WithoutMemory(FigureSheet sheet, CommandHost host)
    {
        var realm = new MeasuredRealm(host, Spare);
        ulong rec = realm.Take();
        host.Write(realm.Parameters, MeasuredRealm.RecParameters());
        sheet.Row("RMI_REC_CREATE that becomes an operation, and RMI_OP_CANCEL together", Times, host.Repeat(
            Times, pe => CommandHost.Set(pe, RmiCommand.RecCreate, realm.Rd, rec, realm.Parameters), operations: new OperationAnswer(Donations, Returns, cancels: true)), allocates: Operation);
        ulong waits = RmiResult.Incomplete(RmiMemoryRequest.Donate, canCancel: true).Value;
        if (host.Call(RmiCommand.RecCreate, realm.Rd, rec, realm.Parameters) != waits)
            throw new InvalidOperationException("RMI_REC_CREATE asks for no memory");
        ulong handle = host.Pe.X(1);
        sheet.Row("RMI_OP_CONTINUE of an operation that waits for memory", Times, host.Repeat(
            Times, pe => CommandHost.Set(pe, RmiCommand.OpContinue, handle), waits));
        host.Succeed(RmiCommand.OpCancel, handle);
    }

    private static void LifeOfRec(FigureSheet sheet, CommandHost host)
    {
        ulong rd = Pool + PagesOfRec * 0x1000, rtt = rd + 0x1000, rec = rd + 0x2000, parameters = Donations + 0x2000, recParameters = Donations + 0x3000;
        host.Write(parameters, MeasuredRealm.ParametersOf(rtt));
        host.Write(recParameters, MeasuredRealm.RecParameters());
        (RmiCommand Command, ulong X1, ulong X2, ulong X3)[] life =
        [
            (RmiCommand.RealmCreate, rd, parameters, 0), (RmiCommand.RecCreate, rd, rec, recParameters),
            (RmiCommand.RealmTerminate, rd, 0, 0), (RmiCommand.RecDestroy, rec, 0, 0), (RmiCommand.RealmDestroy, rd, 0, 0),
        ];
        int step = 0;
        sheet.Row(
            $"a realm from create to destroy with a REC that is given {PagesOfRec} pages by RMI_OP_MEM_DONATE and gives them back by RMI_OP_MEM_RECLAIM", Times,
            host.Repeat(life.Length * Times, pe =>
            {
                (RmiCommand command, ulong x1, ulong x2, ulong x3) = life[step++ % life.Length];
                CommandHost.Set(pe, command, x1, x2, x3);
            }, operations: new OperationAnswer(Donations, Returns)), allocates: Operation);
    }

    // Made and folded by the monitor, which goes through all that the table covers.
    private static void LevelOneTables(FigureSheet sheet)
    {
        using var host = new CommandHost(options: new RmmOptions { Sro = SroMode.Spec }, monitor: new MonitorOptions { DynamicLevel1Gpts = true });
        Write(host, Donations, new AddressRangeDescriptor(Spare, 3, PagesOfTable, IsUndelegated: true));
        var answer = new OperationAnswer(Donations, Returns);
        bool exists = false;
        sheet.Row("RMI_GPT_L1_CREATE and RMI_GPT_L1_DESTROY for 1 GiB, donation and return included, by the command", 2 * Tables, host.Repeat(2 * Tables, pe =>
        {
            exists = !exists;
            CommandHost.Set(pe, exists ? RmiCommand.GptL1Create : RmiCommand.GptL1Destroy, 0x8000_0000);
        }, operations: answer), allocates: Operation);
    }

    private static void Write(CommandHost host, ulong address, AddressRangeDescriptor range)
    {
        var word = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(word, range.Encode(TranslationGranule.Size4K));
        host.Write(address, word);
    }
}
