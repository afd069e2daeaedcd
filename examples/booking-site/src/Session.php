<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

/** Access to the desk, and protection of its forms against cross-site requests. */
final class Session
{
    /** A placeholder for your own login. */
    public static function mayEnter(): bool
    {
        $password = Settings::deskPassword();
        return $password === null || hash_equals($password, (string) ($_SERVER['PHP_AUTH_PW'] ?? ''));
    }

    /** Returns the secret that every form of this browser contains. Other sites cannot know it. */
    public static function csrfToken(): string
    {
        session_name('desk');
        session_start([
            'use_strict_mode' => true,
            'cookie_httponly' => true,
            'cookie_samesite' => 'Strict',
            'cookie_secure' => isset($_SERVER['HTTPS']),
            'cache_limiter' => '',          // the desk sends its own Cache-Control
        ]);
        $token = $_SESSION['csrf'] ??= bin2hex(random_bytes(16));
        session_write_close();          // so that no request waits for the session of another one
        return $token;
    }

    public static function isOwnForm(): bool
    {
        $token = $_POST['csrf'] ?? '';
        return is_string($token) && hash_equals(self::csrfToken(), $token);
    }
}
