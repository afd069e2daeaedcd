<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/** @internal Generated from the extension's C files by tools/generate-polyfill. */
final class Tables
{
    public const VERSION = '0.1.0';
    public const PRODUCTION = 'https://service.pcibooking.net/api';
    public const STAGING = 'https://service-pilot.pcibooking.net/api';
    public const AUTHORIZATION_SCHEME = 'APIKEY';
    public const CODE_REQUEST_TIMEOUT = -175;
    public const ERROR_BLOCK = 'ErrorBlock';
    public const ERROR_CODE = 'code';
    public const ERROR_MESSAGE = 'message';
    public const ERROR_MORE_INFO = 'moreInfo';
    public const OTHER_STATUS = 'Status';
    public const RETENTION_UNTIL = 'CvvEndRetentionDate';
    public const RETENTION_DELETE_CARD = 'DeleteCardUponCvvCleanup';
    public const RETENTION_DESTINATIONS = 'CvvRetentionPolicyList';
    public const RETENTION_TYPE = 'DestinationType';
    public const RETENTION_DATA = 'DestinationData';
    public const RETENTION_QUOTA = 'Quota';
    public const RETENTION_USAGE = 'Usage';
    public const RETENTION_OTHER_USAGE = 'CvvDestinationUsage';
    public const MAX_PATH = 512;
    public const MAX_CONCURRENCY = 256;
    public const MAX_RESPONSE_BYTES = 1048576;
    public const MAX_HEADER_BYTES = 65536;
    public const MAX_DESTINATIONS = 50;
    public const ID_LENGTH = 128;
    public const MESSAGE_SIZE = 512;
    public const MORE_INFO_SIZE = 512;
    public const ATTEMPT_TEXT_SIZE = 256;
    public const NO_VERIFY_RESULT = -1;
    public const MAY_BE_SENT = 'so the link may have been sent to the guest. Wait for the callback, or ask the guest, before you send again.';

    /** The wire table: key => default, kind, whether it is inferred, needed and optional placeholders. */
    public const WIRE = [
        'send.path' => ['/cardrequest', 'path', true, 0, 0],
        'send.method' => ['POST', 'method with body', true, 0, 0],
        'securityCode.path' => ['/cardrequest/cvv', 'path', true, 0, 0],
        'securityCode.method' => ['POST', 'method with body', true, 0, 0],
        'retrieve.path' => ['/cardrequest/{id}', 'path', false, 1, 0],
        'retrieve.method' => ['GET', 'method', false, 0, 0],
        'delete.path' => ['/cardrequest/{id}', 'path', true, 1, 0],
        'delete.method' => ['DELETE', 'method', true, 0, 0],
        'retention.set.path' => ['/payments/paycard/{token}/cvv/Restriction', 'path', true, 2, 0],
        'retention.set.method' => ['PUT', 'method with body', true, 0, 0],
        'retention.get.path' => ['/payments/paycard/{token}/cvv/Restriction', 'path', false, 2, 0],
        'retention.get.method' => ['GET', 'method', false, 0, 0],
        'retention.delete.path' => ['/payments/paycard/{token}/cvv/Restriction/{type}/{data}', 'path', true, 2, 12],
        'retention.delete.method' => ['DELETE', 'method', true, 0, 0],
        'cvv.clear.path' => ['/payments/paycard/{token}/cvv', 'path', true, 2, 0],
        'cvv.clear.method' => ['DELETE', 'method', true, 0, 0],
        'card.delete.path' => ['/payments/paycard/{token}', 'path', true, 2, 0],
        'card.delete.method' => ['DELETE', 'method', true, 0, 0],
        'authenticate.path' => ['/accounts/authenticate/', 'path', false, 0, 0],
        'authenticate.method' => ['POST', 'method', false, 0, 0],
        'form.bookerId' => ['BookerId', 'name', true, 0, 0],
        'form.email' => ['RecipientEmail', 'name', true, 0, 0],
        'form.phone' => ['RecipientPhone', 'name', true, 0, 0],
        'form.callbackUrl' => ['CallbackUrl', 'name', true, 0, 0],
        'form.cardUri' => ['CardUri', 'name', true, 0, 0],
        'form.recipientName' => ['RecipientName', 'name', true, 0, 0],
        'form.bookerName' => ['BookerName', 'name', true, 0, 0],
        'form.language' => ['Language', 'name', true, 0, 0],
        'form.css' => ['Css', 'name', true, 0, 0],
        'form.amount' => ['Amount', 'name', true, 0, 0],
        'form.currency' => ['Currency', 'name', true, 0, 0],
        'form.supportLink' => ['CustomerSupportLink', 'name', false, 0, 0],
        'form.supportLinkText' => ['CustomerSupportLinkText', 'name', false, 0, 0],
        'form.supportEmail' => ['CustomerSupportEmail', 'name', false, 0, 0],
        'form.supportPhone' => ['CustomerSupportPhone', 'name', false, 0, 0],
        'form.threeDs' => ['ThreeDs', 'name', false, 0, 0],
        'form.merchantName' => ['merchantName', 'name', false, 0, 0],
        'form.headerText' => ['HeaderText', 'name', true, 0, 0],
        'form.footerText' => ['FooterText', 'name', true, 0, 0],
        'form.template' => ['Template', 'name', true, 0, 0],
        'form.deliveryMethod' => ['DeliveryMethod', 'name', true, 0, 0],
        'delivery.email' => ['Email', 'value', true, 0, 0],
        'delivery.sms' => ['SMS', 'value', true, 0, 0],
        'phone.format' => ['digits', 'phone format', true, 0, 0],
        'state.requestId' => ['RequestID', 'name', true, 0, 0],
        'state.status' => ['LastNotifiedStatus', 'name', true, 0, 0],
        'state.time' => ['LastNotifiedTime', 'name', true, 0, 0],
        'state.cardUri' => ['CardUri', 'name', false, 0, 0],
        'callback.requestId' => ['RequestID', 'name', false, 0, 0],
        'callback.status' => ['LastNotifiedStatus', 'name', false, 0, 0],
        'callback.time' => ['LastNotifiedTime', 'name', false, 0, 0],
    ];

    public const PHONE_FORMATS = [
        'digits',
        'plus',
        'as-given',
    ];

    /** Operation => the start of its wire keys, retry-safe, absent is done. */
    public const OPERATIONS = [
        'send' => [false, false],
        'securityCode' => [false, false],
        'retrieve' => [true, false],
        'delete' => [true, true],
        'retention.set' => [true, false],
        'retention.get' => [true, false],
        'retention.delete' => [true, true],
        'cvv.clear' => [true, true],
        'card.delete' => [true, true],
        'authenticate' => [true, false],
    ];

    /** Property => rule, secret. */
    public const FORM_FIELDS = [
        'bookerId' => ['REQUIRED_NAME', false],
        'email' => ['EMAIL', true],
        'phone' => ['PHONE', true],
        'callbackUrl' => ['URL', true],
        'cardUri' => ['CARD_URI', true],
        'recipientName' => ['NAME', true],
        'bookerName' => ['NAME', false],
        'language' => ['LANGUAGE', false],
        'css' => ['NAME', false],
        'amount' => ['AMOUNT', false],
        'currency' => ['CURRENCY', false],
        'supportLink' => ['URL', false],
        'supportLinkText' => ['NAME', false],
        'supportEmail' => ['EMAIL', false],
        'supportPhone' => ['SHOWN_PHONE', false],
        'threeDs' => ['BOOLEAN', false],
        'merchantName' => ['NAME', false],
        'headerText' => ['FREE_TEXT', false],
        'footerText' => ['FREE_TEXT', false],
        'template' => ['NAME', false],
    ];

    /** Status => rank, final. */
    public const STATUSES = [
        '' => [0, false],
        'MessageQueued' => [10, false],
        'MessageSent' => [20, false],
        'MessageDelivered' => [30, false],
        'MessageFailed' => [35, true],
        'FormViewed' => [40, false],
        'StoreFailed' => [50, false],
        'LinkExpired' => [60, true],
        'CardStored' => [100, true],
    ];
    public const KEY_ID_LENGTH = 16;
    public const LEAST_SECRET = 32;
    public const CALLBACK_NONCE = 16;
    public const CALLBACK_REFERENCE = 96;
    public const CALLBACK_FIELD = 128;
    public const CALLBACK_BODY = 16384;
    public const CALLBACK_DEPTH = 16;
    public const CALLBACK_TOKEN = 512;
    public const CALLBACK_URL = 2048;
    public const CALLBACK_TTL = 315360000;
    public const MAX_API_KEY = 512;
    public const MAX_FILE_PATH = 4096;
    public const MAX_EMAIL = 254;
    public const MAX_EMAIL_LOCAL = 64;
    public const MAX_DOMAIN_LABEL = 63;
    public const MAX_PHONE = 40;
    public const MIN_PHONE_DIGITS = 7;
    public const MAX_PHONE_LENGTH = 15;
    public const LANGUAGE_LENGTH = 2;
    public const MAX_LANGUAGE = 35;
    public const MAX_SUBTAG = 8;
    public const MAX_FREE_TEXT = 4096;
    public const MAX_NAME = 128;
    public const MAX_PATH_PART = 255;
    public const MAX_AMOUNT_WHOLE = 12;
    public const MAX_AMOUNT_DIGITS = 4;
    public const PATH_SYNTAX = [
        [0x2024, 0x2026], [0x2044, 0x2044], [0x2215, 0x2215], [0xFE52, 0xFE52], [0xFE68, 0xFE68], [0xFE6A, 0xFE6A], [0xFF05, 0xFF05], [0xFF0E, 0xFF0F],
        [0xFF3C, 0xFF3C],
    ];
    public const MAX_URL = 2048;
    public const MAX_HOST = 253;
    public const MAX_LABEL = 63;
    public const MAX_PORT = 65535;
    public const MAX_EXTRA_BYTES = 262144;
    public const MAX_EXTRA_DEPTH = 64;
    public const MAX_MONTHS = 48;
    public const MAX_QUOTA = 50;
    public const MAX_PROPERTY_QUOTA = 5;
    public const MAX_DAYLIGHT_SHIFT = 7200;
    public const MAX_JSON_DEPTH = 64;
    public const MAX_STATUS = 128;
    public const ERROR_TEXT_SIZE = 4096;
    public const ERROR_SCRATCH_SIZE = 8192;
    public const INNER_ERROR = 'error';
    public const FIELD_ERRORS = 'errors';
    public const MODEL_STATE = 'modelState';

    /** The names of an error's message and of its further texts, best first. */
    public const ERROR_MESSAGES = ['message', 'title'];
    public const ERROR_MORE_INFOS = ['moreInfo', 'detail', 'messageDetail', 'exceptionMessage'];
    public const JSON_DICTIONARY = 16;
    public const ALLOW_SIZE = 64;
    public const FIRST_PAUSE = 250000;
    public const LONGEST_PAUSE = 8000000;
    public const SEND_NEEDS = 2000000;
    public const LONGEST_RETRY_AFTER = 31536000;
    public const MAX_RETRY_AFTER_DATE = 64;
    public const AWAIT_FIRST_PAUSE = 1;
    public const AWAIT_GROWTH = 1.5;
    public const AWAIT_LONGEST_PAUSE = 15;
    public const AWAIT_SHORTEST_PAUSE = 0.25;
    public const AWAIT_LAST_LOOK = 1;

    /** OpenSSL's result for a certificate => its meaning. */
    public const CERTIFICATE_FAULTS = [
        -1 => 'its certificate is not trusted',
        1 => 'its certificate is not valid for this host name',
        0 => 'its certificate is not valid for this host name',
        10 => 'its certificate has expired (or this machine\'s clock is wrong)',
        9 => 'its certificate is not valid yet (or this machine\'s clock is wrong)',
        18 => 'its certificate is self-signed',
        19 => 'its certificate is not signed by a trusted CA (those in caFile; without caFile, and for a proxy, the system\'s)',
        2 => 'its certificate is not signed by a trusted CA (those in caFile; without caFile, and for a proxy, the system\'s), or it did not send an intermediate certificate',
        20 => 'its certificate is not signed by a trusted CA (those in caFile; without caFile, and for a proxy, the system\'s), or it did not send an intermediate certificate',
        21 => 'its certificate is not signed by a trusted CA (those in caFile; without caFile, and for a proxy, the system\'s), or it did not send an intermediate certificate',
        79 => 'its certificate was signed by a certificate that is not a CA certificate',
        26 => 'its certificate is not valid for server authentication',
        66 => 'its certificate\'s key is too weak',
        67 => 'the key of a CA in its certificate chain is too weak',
        68 => 'its certificate\'s signature is too weak',
    ];

    /** OpenSSL's reason for a failed handshake => its meaning. */
    public const HANDSHAKE_FAULTS = [
        0 => 'the TLS handshake failed',
        267 => 'it does not use TLS on this port, perhaps plain HTTP',
        258 => 'it does not support TLS 1.2 or later',
        1070 => 'it does not support TLS 1.2 or later',
        1040 => 'it supports no acceptable cipher suite, or it requires a client certificate',
        1071 => 'it supports no acceptable cipher suite',
        261 => 'it supports no acceptable cipher suite',
        394 => 'its key exchange is too weak',
    ];
    public const OPENSSL_LIBRARY_SSL = 20;
    public const CARD_MAX_DIGITS = 19;
    public const CARD_MAX_SEPARATORS = 3;
    public const CARD_MAX_ENTITY = 10;
    public const CARD_MIN_HEX_WORD = 24;
    public const MIN_IBAN = 15;
    public const MAX_IBAN = 34;
    public const MAX_PHONE_DIGITS = 15;
    public const CARD_LAST_MIR = 2204;
    public const PHONE_BODY_DIGITS = 10;

    /** First and last prefix of four digits, and the lengths as bits. */
    public const CARD_RANGES = [
        [1800, 1800, 0x8000], [2131, 2131, 0x8000], [2200, 2204, 0xF0000], [2221, 2720, 0x10000], [3000, 3059, 0x14000], [3095, 3095, 0x14000],
        [3400, 3499, 0x8000], [3434, 3434, 0x4000], [3088, 3094, 0x10000], [3096, 3102, 0x10000], [3112, 3120, 0x10000], [3158, 3159, 0x10000],
        [3337, 3349, 0x10000], [3528, 3589, 0x90000], [3600, 3699, 0x14000], [3700, 3799, 0x8000], [3800, 3999, 0x14000], [4000, 4999, 0x90000],
        [5000, 5099, 0x9C000], [5018, 5020, 0x60000], [5038, 5038, 0x60000], [5100, 5599, 0x10000], [5600, 5899, 0x9C000], [5868, 5868, 0x60000],
        [5893, 5893, 0x60000], [6000, 6999, 0x9C000], [6210, 6239, 0x60000], [6304, 6304, 0x60000], [6334, 6334, 0x60000], [6706, 6709, 0x60000],
        [6759, 6771, 0x60000], [6799, 6799, 0x60000], [8100, 8171, 0x90000],
    ];

    public const IBAN_LENGTHS = [
        'AD' => 24, 'AE' => 23, 'AL' => 28, 'AT' => 20, 'AZ' => 28, 'BA' => 20, 'BE' => 16, 'BG' => 22, 'BH' => 22, 'BI' => 27, 'BR' => 29, 'BY' => 28,
        'CH' => 21, 'CR' => 22, 'CY' => 28, 'CZ' => 24, 'DE' => 22, 'DJ' => 27, 'DK' => 18, 'DO' => 28, 'EE' => 20, 'EG' => 29, 'ES' => 24, 'FI' => 18,
        'FK' => 18, 'FO' => 18, 'FR' => 27, 'GB' => 22, 'GE' => 22, 'GI' => 23, 'GL' => 18, 'GR' => 27, 'GT' => 28, 'HN' => 28, 'HR' => 21, 'HU' => 28,
        'IE' => 22, 'IL' => 23, 'IQ' => 23, 'IS' => 26, 'IT' => 27, 'JO' => 30, 'KW' => 30, 'KZ' => 20, 'LB' => 28, 'LC' => 32, 'LI' => 21, 'LT' => 20,
        'LU' => 20, 'LV' => 21, 'LY' => 25, 'MC' => 27, 'MD' => 24, 'ME' => 22, 'MK' => 19, 'MN' => 20, 'MR' => 27, 'MT' => 31, 'MU' => 30, 'NI' => 28,
        'NL' => 18, 'NO' => 15, 'OM' => 23, 'PK' => 24, 'PL' => 28, 'PS' => 29, 'PT' => 25, 'QA' => 29, 'RO' => 24, 'RS' => 22, 'RU' => 33, 'SA' => 24,
        'SC' => 31, 'SD' => 18, 'SE' => 24, 'SI' => 19, 'SK' => 24, 'SM' => 27, 'SO' => 23, 'ST' => 25, 'SV' => 28, 'TL' => 23, 'TN' => 24, 'TR' => 26,
        'UA' => 29, 'VA' => 22, 'VG' => 24, 'XK' => 20, 'YE' => 30,
    ];

    /** Characters that may separate the groups of a card number, and those that are skipped within it. */
    public const CARD_SEPARATORS = [
        [0x9, 0xD], [0x20, 0x20], [0x2D, 0x2E], [0x5F, 0x5F], [0x85, 0x85], [0xA0, 0xA0], [0xB7, 0xB7], [0x1680, 0x1680],
        [0x2000, 0x200A], [0x2010, 0x2015], [0x2022, 0x2022], [0x2024, 0x2024], [0x2027, 0x2029], [0x202F, 0x202F], [0x2043, 0x2043], [0x205F, 0x205F],
        [0x2212, 0x2212], [0x22C5, 0x22C5], [0x3000, 0x3000], [0x30FB, 0x30FC], [0xFE58, 0xFE58], [0xFE63, 0xFE63], [0xFF0D, 0xFF0E], [0xFF3F, 0xFF3F],
        [0xFF65, 0xFF65], [0xFF70, 0xFF70],
    ];
    public const CARD_IGNORED = [
        [0xAD, 0xAD], [0x34F, 0x34F], [0x600, 0x605], [0x61C, 0x61C], [0x6DD, 0x6DD], [0x70F, 0x70F], [0x890, 0x891], [0x8E2, 0x8E2],
        [0x115F, 0x1160], [0x17B4, 0x17B5], [0x180B, 0x180F], [0x200B, 0x200F], [0x202A, 0x202E], [0x2060, 0x206F], [0x20E3, 0x20E3], [0x2800, 0x2800],
        [0x3164, 0x3164], [0xFE00, 0xFE0F], [0xFEFF, 0xFEFF], [0xFFA0, 0xFFA0], [0xFFF0, 0xFFFB], [0x110BD, 0x110BD], [0x110CD, 0x110CD], [0x13430, 0x1343F],
        [0x1BCA0, 0x1BCA3], [0x1D173, 0x1D17A], [0xE0000, 0xE0FFF],
    ];
    public const SPACES = [
        [0x9, 0xD], [0x20, 0x20], [0x85, 0x85], [0xA0, 0xA0], [0x1680, 0x1680], [0x2000, 0x200A], [0x2028, 0x2029], [0x202F, 0x202F],
        [0x205F, 0x205F], [0x3000, 0x3000],
    ];
    public const INVISIBLE = [
        [0xAD, 0xAD], [0x34F, 0x34F], [0x600, 0x605], [0x61C, 0x61C], [0x6DD, 0x6DD], [0x70F, 0x70F], [0x890, 0x891], [0x8E2, 0x8E2],
        [0x115F, 0x1160], [0x17B4, 0x17B5], [0x180B, 0x180F], [0x200B, 0x200F], [0x202A, 0x202E], [0x2060, 0x206F], [0x2800, 0x2800], [0x3164, 0x3164],
        [0xFE00, 0xFE0F], [0xFEFF, 0xFEFF], [0xFFA0, 0xFFA0], [0xFFF0, 0xFFFB], [0x110BD, 0x110BD], [0x110CD, 0x110CD], [0x13430, 0x1343F], [0x1BCA0, 0x1BCA3],
        [0x1D173, 0x1D17A], [0xE0000, 0xE0FFF],
    ];
    public const ZERO_DIGITS = [
        [0x30, 0x30], [0x660, 0x660], [0x6F0, 0x6F0], [0x7C0, 0x7C0], [0x966, 0x966], [0x9E6, 0x9E6], [0xA66, 0xA66], [0xAE6, 0xAE6],
        [0xB66, 0xB66], [0xBE6, 0xBE6], [0xC66, 0xC66], [0xCE6, 0xCE6], [0xD66, 0xD66], [0xDE6, 0xDE6], [0xE50, 0xE50], [0xED0, 0xED0],
        [0xF20, 0xF20], [0x1040, 0x1040], [0x1090, 0x1090], [0x17E0, 0x17E0], [0x1810, 0x1810], [0x1946, 0x1946], [0x19D0, 0x19D0], [0x1A80, 0x1A80],
        [0x1A90, 0x1A90], [0x1B50, 0x1B50], [0x1BB0, 0x1BB0], [0x1C40, 0x1C40], [0x1C50, 0x1C50], [0xA620, 0xA620], [0xA8D0, 0xA8D0], [0xA900, 0xA900],
        [0xA9D0, 0xA9D0], [0xA9F0, 0xA9F0], [0xAA50, 0xAA50], [0xABF0, 0xABF0], [0xFF10, 0xFF10], [0x104A0, 0x104A0], [0x10D30, 0x10D30], [0x11066, 0x11066],
        [0x110F0, 0x110F0], [0x11136, 0x11136], [0x111D0, 0x111D0], [0x112F0, 0x112F0], [0x11450, 0x11450], [0x114D0, 0x114D0], [0x11650, 0x11650], [0x116C0, 0x116C0],
        [0x11730, 0x11730], [0x118E0, 0x118E0], [0x11950, 0x11950], [0x11C50, 0x11C50], [0x11D50, 0x11D50], [0x11DA0, 0x11DA0], [0x16A60, 0x16A60], [0x16AC0, 0x16AC0],
        [0x16B50, 0x16B50], [0x1D7CE, 0x1D7CE], [0x1D7D8, 0x1D7D8], [0x1D7E2, 0x1D7E2], [0x1D7EC, 0x1D7EC], [0x1D7F6, 0x1D7F6], [0x1E140, 0x1E140], [0x1E2F0, 0x1E2F0],
        [0x1E950, 0x1E950], [0x1FBF0, 0x1FBF0],
    ];
    public const REDACT_MAX_DEPTH = 2;
    public const REDACT_MAX_ESCAPE = 64;
    public const REDACT_MAX_READINGS = 4;
    public const REDACT_MIN_FREE = 4;

    /** Characters above ASCII that do not belong to a word. */
    public const NOT_WORD = [
        [0x80, 0xA9], [0xAB, 0xB4], [0xB6, 0xB9], [0xBB, 0xBF], [0xD7, 0xD7], [0xF7, 0xF7], [0x2000, 0x206F], [0x20A0, 0x20CF],
        [0x2190, 0x2BFF], [0x2E00, 0x2E7F], [0x3000, 0x3004], [0x3008, 0x3020], [0x3030, 0x3030], [0x30FB, 0x30FB], [0xFE10, 0xFE6F], [0xFEFF, 0xFF0F],
        [0xFF1A, 0xFF20], [0xFF3B, 0xFF40], [0xFF5B, 0xFF65], [0xFFE0, 0xFFFF], [0x1F000, 0x1FAFF],
    ];

    public const ENTITIES = [
        'amp' => 0x26, 'AMP' => 0x26, 'lt' => 0x3C, 'LT' => 0x3C, 'gt' => 0x3E, 'GT' => 0x3E, 'quot' => 0x22, 'QUOT' => 0x22,
        'apos' => 0x27, 'nbsp' => 0xA0, 'commat' => 0x40, 'plus' => 0x2B, 'period' => 0x2E, 'lowbar' => 0x5F, 'sol' => 0x2F, 'bsol' => 0x5C,
        'colon' => 0x3A, 'semi' => 0x3B, 'comma' => 0x2C, 'num' => 0x23, 'excl' => 0x21, 'quest' => 0x3F, 'equals' => 0x3D, 'percnt' => 0x25,
        'dollar' => 0x24, 'ast' => 0x2A, 'lpar' => 0x28, 'rpar' => 0x29, 'lsqb' => 0x5B, 'rsqb' => 0x5D, 'lbrack' => 0x5B, 'rbrack' => 0x5D,
        'lcub' => 0x7B, 'rcub' => 0x7D, 'lbrace' => 0x7B, 'rbrace' => 0x7D, 'verbar' => 0x7C, 'vert' => 0x7C, 'grave' => 0x60, 'Hat' => 0x5E,
        'hyphen' => 0x2D, 'dash' => 0x2D, 'NewLine' => 0xA, 'Tab' => 0x9,
        'Agrave' => 0xC0, 'Aacute' => 0xC1, 'Acirc' => 0xC2, 'Atilde' => 0xC3, 'Auml' => 0xC4, 'Aring' => 0xC5, 'AElig' => 0xC6, 'Ccedil' => 0xC7,
        'Egrave' => 0xC8, 'Eacute' => 0xC9, 'Ecirc' => 0xCA, 'Euml' => 0xCB, 'Igrave' => 0xCC, 'Iacute' => 0xCD, 'Icirc' => 0xCE, 'Iuml' => 0xCF,
        'ETH' => 0xD0, 'Ntilde' => 0xD1, 'Ograve' => 0xD2, 'Oacute' => 0xD3, 'Ocirc' => 0xD4, 'Otilde' => 0xD5, 'Ouml' => 0xD6, 'times' => 0xD7,
        'Oslash' => 0xD8, 'Ugrave' => 0xD9, 'Uacute' => 0xDA, 'Ucirc' => 0xDB, 'Uuml' => 0xDC, 'Yacute' => 0xDD, 'THORN' => 0xDE, 'szlig' => 0xDF,
        'agrave' => 0xE0, 'aacute' => 0xE1, 'acirc' => 0xE2, 'atilde' => 0xE3, 'auml' => 0xE4, 'aring' => 0xE5, 'aelig' => 0xE6, 'ccedil' => 0xE7,
        'egrave' => 0xE8, 'eacute' => 0xE9, 'ecirc' => 0xEA, 'euml' => 0xEB, 'igrave' => 0xEC, 'iacute' => 0xED, 'icirc' => 0xEE, 'iuml' => 0xEF,
        'eth' => 0xF0, 'ntilde' => 0xF1, 'ograve' => 0xF2, 'oacute' => 0xF3, 'ocirc' => 0xF4, 'otilde' => 0xF5, 'ouml' => 0xF6, 'divide' => 0xF7,
        'oslash' => 0xF8, 'ugrave' => 0xF9, 'uacute' => 0xFA, 'ucirc' => 0xFB, 'uuml' => 0xFC, 'yacute' => 0xFD, 'thorn' => 0xFE, 'yuml' => 0xFF,
    ];
    public const JSON_MAX_LEVELS = 64;
    public const JSON_MAX_VALUES = 10000;
}
