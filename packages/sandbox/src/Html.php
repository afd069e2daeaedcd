<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** The frame of every page, and the escaping of all text in it. */
final class Html
{
    public static function text(string $text): string
    {
        return htmlspecialchars($text, ENT_QUOTES | ENT_SUBSTITUTE | ENT_HTML5, 'UTF-8');
    }

    /** @param string $content HTML with its texts escaped */
    public static function page(string $title, string $content, bool $refreshes = false): string
    {
        $title = self::text($title);
        $refresh = $refreshes ? '<meta http-equiv="refresh" content="5">' : '';
        return <<<HTML
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            $refresh
            <title>$title – SANDBOX</title>
            <link rel="stylesheet" href="/sandbox.css">
            </head>
            <body>
            <p class="banner"><strong>SANDBOX</strong> Nothing here is real. Never enter a real card.</p>
            <main>
            <h1>$title</h1>
            $content
            </main>
            </body>
            </html>
            HTML;
    }
}
