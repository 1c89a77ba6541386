using CcaEmu.Arm.Rmi;
using CcaEmu.Campaign.RmiFuzz.Model;
using C = CcaEmu.Arm.Rmi.RmiCommand;

namespace CcaEmu.Campaign.RmiFuzz;

/// <content>Longer stories: a Realm that can run, one that goes, and operations.</content>
internal sealed partial class FuzzGenerator
{
    private IEnumerable<FuzzStep> Build()
    {
        ulong rd = 0;
        for (int i = 0; i < 6; i++)
            _plan.Enqueue(Delegate);
        _plan.Enqueue(() =>
        {
            FuzzStep[] steps = Model.Realms.Count < 3 ? [.. CreateRealm() ?? []] : [];
            rd = steps.Length > 0 ? steps[^1].Words[1] : NewRealm()?.Rd ?? 0;
            return steps;
        });
        // Three tables, a page and two RECs at most, and two things that may go wrong.
        for (int i = 0; i < 9; i++)
            _plan.Enqueue(() => Furnish(rd));
        for (int i = 0; i < 16; i++)
            _plan.Enqueue(Converse);
        return [];
    }

    private IEnumerable<FuzzStep> TearDown()
    {
        if (Realm() is not { } realm || random.Chance(50))
            return [];
        ulong rd = realm.Rd;
        _plan.Enqueue(() => [Step(C.RealmTerminate, rd)]);
        foreach (ulong rec in realm.Recs)
            _plan.Enqueue(() => [Step(C.RecDestroy, rec)]);
        for (int i = 0; i < 40; i++)
            _plan.Enqueue(() => Model.Realms.TryGetValue(rd, out ModelRealm? it) ? Dismantle(it) : []);
        _plan.Enqueue(() => [Step(C.RealmDestroy, rd)]);
        return [];
    }

    private FuzzStep[] Dismantle(ModelRealm realm)
    {
        foreach (ModelTable table in realm.Tables.Reverse())
        {
            int data = Array.FindIndex(table.Entries, entry => entry.Hipas == ModelHipas.Data);
            ulong start = table.Ipa + (ulong)Math.Max(data, 0) * Model.Geometry.Size(table.Level);
            if (data >= 0)
                return [Step(C.RttDataUnmap, realm.Rd, start, start + 8 * Model.Geometry.Size(table.Level), 0, 0)];
            if (table.Level > realm.StartLevel && !table.IsLive)
                return [Step(C.RttDestroy, realm.Rd, table.Ipa, (ulong)table.Level)];
        }
        return [];
    }

    private IEnumerable<FuzzStep> Operation()
    {
        ModelOperation operation = random.From(Model.Operations.Values.ToList());
        ulong handle = random.Below(30) == 0 ? operation.Handle ^ 1UL << random.Below(12) : operation.Handle;
        if (operation.Last.CanCancel && random.Below(12) == 0)
            return [Step(C.OpCancel, handle)];
        IEnumerable<FuzzStep> steps = operation.Last.MemoryRequest switch
        {
            RmiMemoryRequest.Donate => DonateTo(operation, handle),
            RmiMemoryRequest.Reclaim => [Step(C.OpMemReclaim, handle, Page() + (random.Below(6) == 0 ? G - 8 : 0), random.Of<ulong>(1, 2, 8, 512))],
            _ => [Step(C.OpContinue, handle, random.Below(10) == 0 ? 1UL : 0)],
        };
        return random.Below(8) switch { 0 => Spoil(steps), 1 => [Step(random.Of(C.OpContinue, C.OpMemDonate, C.OpMemReclaim, C.OpCancel), handle, Page(), 4)], _ => steps };
    }

    private IEnumerable<FuzzStep> DonateTo(ModelOperation operation, ulong handle)
    {
        DonationRequirements wanted = operation.Wanted;
        ulong list = Page() + (random.Below(8) == 0 ? G - 16 : 0);
        var ranges = new List<ModelRange>();
        ulong block = Model.Geometry.Size(wanted.Level);
        if (wanted.Level < 3)
        {
            ulong start = Blocks + (ulong)random.Below(2) * Model.Geometry.Size(2);
            if (Model[start] == GranuleState.Undelegated && !wanted.IsUndelegated)
                return [Step(C.GranuleRangeDelegate, start, start + block)];
            ranges.Add(new ModelRange(start & ~(block - 1), wanted.Level, 1, wanted.IsUndelegated));
        }
        else if (wanted.IsContiguous || wanted.IsUndelegated)
        {
            return Run(wanted, handle, list);
        }
        else
        {
            for (int i = 0; i < Math.Min(wanted.Count, 8) && Free(1) is { } granule; i++)
            {
                if (!ranges.Exists(range => range.Address == granule))
                    ranges.Add(new ModelRange(granule, 3, 1, false));
            }
            if (ranges.Count == 0)
                return Delegate();
        }
        return [FuzzStep.Write(list, [.. ranges.Select(range => range.Encode())]), Step(C.OpMemDonate, handle, list, (ulong)ranges.Count)];
    }

    // A run aligned to its size, from a place of its own.
    private FuzzStep[] Run(DonationRequirements wanted, ulong handle, ulong list)
    {
        ulong bytes = (ulong)wanted.Count * G, alignment = G;
        while (alignment < bytes)
            alignment *= 2;
        ulong start = (0xB000_0000 + (ulong)random.Below(8) * 0x40_0000) & ~(alignment - 1);
        ulong missing = start;
        while (missing < start + bytes && Model[missing] == GranuleState.Delegated)
            missing += G;
        var range = new ModelRange(start, 3, wanted.Count, wanted.IsUndelegated);
        return missing == start + bytes || wanted.IsUndelegated || Model[missing] != GranuleState.Undelegated
            ? [FuzzStep.Write(list, range.Encode()), Step(C.OpMemDonate, handle, list, 1)]
            : [Step(C.GranuleRangeDelegate, missing, start + bytes)];
    }
}
