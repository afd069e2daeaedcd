<?php
declare(strict_types=1);

namespace BookingSite;

/** Who may use the desk, and whether a form that comes back is one that the desk showed. */
final class Session
{
    /** A stand-in for your own login. */
    public static function mayEnter(): bool
    {
        $password = Settings::deskPassword();
        return $password === null || hash_equals($password, (string) ($_SERVER['PHP_AUTH_PW'] ?? ''));
    }

    /** The secret that every form of this browser carries: another site cannot know it. */
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
        session_write_close();          // no request waits for another one's session
        return $token;
    }

    public static function isOwnForm(): bool
    {
        $token = $_POST['csrf'] ?? '';
        return is_string($token) && hash_equals(self::csrfToken(), $token);
    }
}
