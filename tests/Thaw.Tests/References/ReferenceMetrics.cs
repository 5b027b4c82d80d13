namespace Thaw.Tests.References;

/// <summary>Metrics by their definitions, without care for time: every pair, every threshold.</summary>
internal static class ReferenceMetrics
{
    /// <summary>The share of positive-negative pairs in which the positive scores higher, ties counting half.</summary>
    public static double AreaUnderRocCurve(int[] labels, float[] scores)
    {
        double wins = 0;
        int pairs = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            for (int j = 0; j < labels.Length; j++)
            {
                if (labels[i] != 1 || labels[j] != 0)
                    continue;
                pairs++;
                wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
            }
        }
        return wins / pairs;
    }

    /// <summary>The sum over thresholds, from the highest, of precision times the recall gained.</summary>
    public static double AveragePrecision(int[] labels, float[] scores)
    {
        double area = 0, recall = 0;
        foreach (float threshold in scores.Distinct().OrderDescending())
        {
            int called = Enumerable.Range(0, labels.Length).Count(i => scores[i] >= threshold);
            int right = Enumerable.Range(0, labels.Length).Count(i => scores[i] >= threshold && labels[i] == 1);
            double now = (double)right / labels.Count(l => l == 1);
            area += (now - recall) * right / called;
            recall = now;
        }
        return area;
    }
}
