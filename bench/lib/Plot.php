<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** Plots as SVG, each on a white ground so that it can be read on any page. */
final class Plot
{
    private const WIDTH = 760;
    private const BAR = 24;
    private const LABELS = 250;
    private const FONT = 'font-family="sans-serif" font-size="13"';
    private const COLORS = ['cotp' => '#c2410c', 'raw-same' => '#475569', 'curl-kept' => '#0369a1', 'guzzle' => '#15803d', 'symfony' => '#7e22ce'];

    /**
     * Bars side by side, one group under the other, each with a scale of its own.
     *
     * @param array<string, array<string, float>> $groups title => peer => value
     */
    public static function bars(string $title, array $groups, string $unit): string
    {
        $body = '';
        $top = 44;
        foreach ($groups as $group => $values) {
            $body .= self::text(12, $top + 16, $group, 'font-weight="bold"');
            $top += 26;
            foreach ($values as $peer => $value) {
                $body .= self::bar($top, $peer, $value, max($values), $unit);
                $top += self::BAR;
            }
            $top += 14;
        }
        return self::page($title, $top, $body);
    }

    private static function bar(int $top, string $peer, float $value, float $longest, string $unit): string
    {
        $width = $value / $longest * (self::WIDTH - self::LABELS - 110);
        $color = $peer === 'cotp' ? self::COLORS['cotp'] : '#94a3b8';
        return self::text(self::LABELS - 8, $top + 16, Bench::NAMES[$peer], 'text-anchor="end"')
            . sprintf('<rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>', self::LABELS, $top + 3, max($width, 1), self::BAR - 6, $color) . "\n"
            . self::text((int) (self::LABELS + $width + 6), $top + 16, self::number($value) . " $unit");
    }

    /**
     * Lines over two logarithmic axes.
     *
     * @param array<string, array<int, float>> $lines peer => x => y
     */
    public static function lines(string $title, array $lines, string $xTitle, string $yTitle): string
    {
        $points = array_merge(...array_map(array_values(...), array_values($lines)));
        $decades = [(int) floor(log10(min($points))), (int) ceil(log10(max($points)))];
        $x = static fn (float $value): float => 70 + log10($value) / 4 * 430;
        $y = static fn (float $value): float => 400 - (log10($value) - $decades[0]) / ($decades[1] - $decades[0]) * 330;
        $body = self::grid($x, $y, $decades) . self::text(285, 445, $xTitle, 'text-anchor="middle"') . self::text(12, 56, $yTitle);
        uasort($lines, static fn (array $a, array $b): int => end($b) <=> end($a));
        $label = 0.0;
        foreach ($lines as $peer => $line) {
            $path = implode(' ', array_map(static fn (int $at, float $value): string => sprintf('%.1f,%.1f', $x($at), $y($value)), array_keys($line), $line));
            $body .= sprintf('<polyline points="%s" fill="none" stroke="%s" stroke-width="2"/>', $path, self::COLORS[$peer]) . "\n";
            $label = max($label + 18, $y(end($line)) + 4);
            $body .= self::text(508, (int) $label, Bench::NAMES[$peer], 'fill="' . self::COLORS[$peer] . '"');
        }
        return self::page($title, 460, $body);
    }

    /** @param array{int, int} $decades */
    private static function grid(Closure $x, Closure $y, array $decades): string
    {
        $grid = '';
        for ($power = 0; $power <= 4; $power++) {
            $grid .= sprintf('<path d="M%.1f 70V400" stroke="#e2e8f0"/>', $x(10 ** $power)) . "\n"
                . self::text((int) $x(10 ** $power), 420, number_format(10 ** $power), 'text-anchor="middle"');
        }
        for ($power = $decades[0]; $power <= $decades[1]; $power++) {
            $grid .= sprintf('<path d="M70 %.1fH500" stroke="#e2e8f0"/>', $y(10 ** $power)) . "\n"
                . self::text(64, (int) $y(10 ** $power) + 4, self::number(10 ** $power), 'text-anchor="end"');
        }
        return $grid;
    }

    /** Three digits that count. */
    public static function number(float $value): string
    {
        $decimals = $value > 0 ? max(0, 2 - (int) floor(log10($value))) : 0;
        return number_format($value, min($decimals, $value >= 10 ? 1 : 3));
    }

    private static function text(int $x, int $y, string $text, string $attributes = ''): string
    {
        return sprintf('<text x="%d" y="%d" %s>%s</text>', $x, $y, $attributes, htmlspecialchars($text, ENT_XML1)) . "\n";
    }

    private static function page(string $title, int $height, string $body): string
    {
        $width = self::WIDTH;
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 $width $height\" width=\"$width\" height=\"$height\" " . self::FONT . ">\n"
            . "<rect width=\"$width\" height=\"$height\" fill=\"#fff\"/>\n" . self::text(12, 26, $title, 'font-size="16" font-weight="bold"') . "$body</svg>\n";
    }
}
