using Thaw.Kernels;

namespace Thaw.Images.Splitting;

/// <summary>
/// Puts units into parts so that every part has, of every class, as nearly the wanted number of files as the units allow.
/// Large units go first, each where it is missed most; then units move and change places as long as that helps.
/// </summary>
internal sealed class UnitAssignment
{
    private const int MostUnitsToSwap = 200;
    private const int Restarts = 8;
    private const double Lacking = 1e6;

    private readonly IReadOnlyList<SplitUnit> _units;
    private readonly int[][] _wanted;
    private readonly int[][] _have;
    private readonly int[] _classSizes;

    /// <summary>Prepares an assignment.</summary>
    /// <param name="units">What to place.</param>
    /// <param name="wanted">Files wanted of each class in each part, <c>[part][class]</c>; they add up to the units'.</param>
    public UnitAssignment(IReadOnlyList<SplitUnit> units, int[][] wanted)
    {
        _units = units;
        _wanted = wanted;
        _have = wanted.Select(part => new int[part.Length]).ToArray();
        _classSizes = Enumerable.Range(0, wanted[0].Length).Select(label => wanted.Sum(part => part[label])).ToArray();
    }

    /// <summary>The part of each unit, and whether every part got every class. The same seed gives the same answer.</summary>
    public (int[] Parts, bool Complete) Solve(ulong seed)
    {
        int[]? best = null;
        double bestCost = double.PositiveInfinity;
        for (ulong restart = 0; restart < Restarts && bestCost > 0; restart++)
        {
            int[] parts = Place(new Pcg32(seed, restart));
            Improve(parts);
            double cost = Cost();
            if (cost < bestCost)
                (best, bestCost) = (parts, cost);
            // Many small units come out so near that another start is not worth its time
            if (_units.Count > MostUnitsToSwap && bestCost < Lacking)
                break;
        }
        return (best!, bestCost < Lacking);
    }

    private int[] Place(Pcg32 random)
    {
        foreach (int[] part in _have)
            Array.Clear(part);
        int[] order = Enumerable.Range(0, _units.Count).ToArray();
        random.Shuffle<int>(order);
        int[] parts = new int[_units.Count];
        foreach (int unit in order.OrderByDescending(i => _units[i].Files.Length))
        {
            parts[unit] = Enumerable.Range(0, _have.Length).MinBy(part => CostOfAdding(unit, part));
            Add(unit, parts[unit], 1);
        }
        return parts;
    }

    /// <summary>How much the squared misses grow when a unit joins a part; each class counts by its share of the part.</summary>
    private double CostOfAdding(int unit, int part)
    {
        double cost = 0;
        foreach ((int label, int count) in _units[unit].Labels)
        {
            double miss = _have[part][label] - _wanted[part][label];
            cost += count * (2 * miss + count) / _classSizes[label];
        }
        return cost;
    }

    private void Improve(int[] parts)
    {
        double cost = Cost();
        bool better = cost > 0;
        while (better)
        {
            better = false;
            for (int a = 0; a < _units.Count; a++)
            {
                for (int part = 0; part < _have.Length; part++)
                    better |= part != parts[a] && TryMove(parts, a, part, ref cost);
                if (_units.Count > MostUnitsToSwap)
                    continue;
                for (int b = a + 1; b < _units.Count; b++)
                    better |= parts[a] != parts[b] && TrySwap(parts, a, b, ref cost);
            }
        }
    }

    private bool TryMove(int[] parts, int unit, int part, ref double cost)
    {
        int from = parts[unit];
        Move(parts, unit, part);
        if (Accept(ref cost))
            return true;
        Move(parts, unit, from);
        return false;
    }

    private bool TrySwap(int[] parts, int a, int b, ref double cost)
    {
        (int partA, int partB) = (parts[a], parts[b]);
        Move(parts, a, partB);
        Move(parts, b, partA);
        if (Accept(ref cost))
            return true;
        Move(parts, a, partA);
        Move(parts, b, partB);
        return false;
    }

    private bool Accept(ref double cost)
    {
        double now = Cost();
        if (now >= cost - 1e-9)
            return false;
        cost = now;
        return true;
    }

    private void Move(int[] parts, int unit, int part)
    {
        Add(unit, parts[unit], -1);
        Add(unit, part, 1);
        parts[unit] = part;
    }

    private void Add(int unit, int part, int sign)
    {
        foreach ((int label, int count) in _units[unit].Labels)
            _have[part][label] += sign * count;
    }

    private double Cost()
    {
        double cost = 0;
        for (int part = 0; part < _have.Length; part++)
        {
            for (int label = 0; label < _classSizes.Length; label++)
            {
                double miss = _have[part][label] - _wanted[part][label];
                cost += miss * miss / _classSizes[label];
                if (_have[part][label] == 0)
                    cost += Lacking;
            }
        }
        return cost;
    }
}
