using CcaEmu.Hypervisor.Rmi;
using CsCheck;

namespace CcaEmu.Hypervisor.Tests.Rmi;

public sealed class PageRangeSetTests
{
    [Test]
    public void Behaves_like_a_set_of_single_addresses()
    {
        Gen.Select(Gen.Bool, Gen.ULong[0, 60], Gen.ULong[0, 20]).Array[0, 40].Sample(steps =>
        {
            var set = new PageRangeSet();
            var model = new SortedSet<ulong>();
            foreach ((bool add, ulong start, ulong size) in steps)
            {
                if (add)
                    set.Add(start, size);
                else
                    set.Remove(start, size);
                for (ulong i = start; i < start + size; i++)
                    _ = add ? model.Add(i) : model.Remove(i);
            }
            ulong[] listed = [.. set.SelectMany(range => Enumerable.Range(0, (int)range.SizeBytes).Select(i => range.Base + (ulong)i))];
            bool isCanonical = set.Zip(set.Skip(1)).All(pair => pair.First.End < pair.Second.Base);
            return listed.SequenceEqual(model) && set.TotalBytes == (ulong)model.Count && isCanonical
                && Enumerable.Range(0, 90).All(i => set.Contains((ulong)i) == model.Contains((ulong)i))
                && Enumerable.Range(0, 80).All(i => set.Intersects((ulong)i, 5) == model.Any(a => a >= (ulong)i && a < (ulong)i + 5));
        }, seed: "0000001e2400", iter: 2000);
    }
}
