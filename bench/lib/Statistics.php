<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** Statistics of a list of samples. */
final class Statistics
{
    /** @param list<float> $samples */
    public static function quantile(array $samples, float $share): float
    {
        sort($samples);
        $position = $share * (count($samples) - 1);
        $below = (int) floor($position);
        $above = (int) ceil($position);
        return $samples[$below] + ($samples[$above] - $samples[$below]) * ($position - $below);
    }

    /**
     * @param list<float> $samples
     * @return array{median: float, low: float, high: float, count: int} low and high: the first and third quartile
     */
    public static function summary(array $samples): array
    {
        return [
            'median' => self::quantile($samples, 0.5),
            'low' => self::quantile($samples, 0.25),
            'high' => self::quantile($samples, 0.75),
            'count' => count($samples),
        ];
    }
}
