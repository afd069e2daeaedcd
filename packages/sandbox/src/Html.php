<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** The frame of every page, and the escaping of all text in it. */
final class Html
{
    /** The pages for the developer. */
    private const PAGES = ['/' => 'Start', '/outbox' => 'Outbox', '/callbacks' => 'Callbacks'];

    public static function text(string $text): string
    {
        return htmlspecialchars($text, ENT_QUOTES | ENT_SUBSTITUTE | ENT_HTML5, 'UTF-8');
    }

    /** A text of the site or the guest, of unknown language and direction; each of its lines has its own direction. */
    public static function paragraph(string $text): string
    {
        return $text === '' ? '' : '<p class="text" dir="auto">' . self::text($text) . '</p>';
    }

    /** @param string $time UTC, as in the lists */
    public static function time(string $time): string
    {
        return "<time datetime=\"{$time}Z\">" . str_replace('T', ' ', $time) . ' UTC</time>';
    }

    /**
     * Returns a page for the developer.
     * @param string $content HTML with its texts escaped
     */
    public static function page(string $title, string $content, string $path = ''): string
    {
        $links = '';
        foreach (self::PAGES as $target => $name) {
            $links .= "<li><a href=\"$target\"" . ($target === $path ? ' aria-current="page"' : '') . ">$name</a></li>";
        }
        $main = '<h1>' . self::text($title) . "</h1>\n$content";
        return self::document($title, $main, Language::of('en'), "<nav aria-label=\"Pages\"><ul>$links</ul></nav>");
    }

    /**
     * Returns a page for the guest.
     * @param string $content HTML with its texts escaped
     */
    public static function guestPage(string $title, string $content, Language $language, bool $hasProblem = false): string
    {
        $main = '<h1>' . self::text($title) . "</h1>\n$content";
        return self::document($hasProblem ? $language->text('title_error', ['title' => $title]) : $title, $main, $language, '');
    }

    /** Returns a whole page. Safari would make telephone links of the test cards' numbers if it were allowed to. */
    private static function document(string $title, string $main, Language $language, string $navigation): string
    {
        $title = self::text($title);
        $warning = $language->html('sandbox_notice');
        return <<<HTML
            <!DOCTYPE html>
            <html {$language->attributes()}>
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <meta name="format-detection" content="telephone=no">
            <title>$title – SANDBOX</title>
            <link rel="stylesheet" href="/sandbox.css">
            </head>
            <body>
            <header>
            <p class="banner"><a href="/"><strong>SANDBOX</strong></a> $warning</p>
            $navigation
            </header>
            <main>
            $main
            </main>
            </body>
            </html>
            HTML;
    }
}
