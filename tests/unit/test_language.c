/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_language.c - texts in the languages we stem, near neighbours, and what is too little to tell. */
#include "indexer/language.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct {
    const char *lang; /* NULL: not told */
    const char *text;
} cases[] = {
    {"en", "The minister said on Friday that the budget for the next year would be passed by the house. The opposition "
           "had asked "
           "for changes, but they were not heard, and the vote will be held late at night."},
    {"fr",
     "Le ministre a déclaré vendredi que le budget de l’année prochaine serait adopté par l’Assemblée. L’opposition a "
     "demandé des modifications, mais elles n’ont pas été retenues, et le vote est prévu tard dans la nuit."},
    {"de",
     "Der Minister sagte am Freitag, dass der Haushalt für das nächste Jahr verabschiedet werde. Die Opposition hat "
     "Änderungen verlangt, aber sie wurden nicht gehört, und die Abstimmung ist für den späten Abend angesetzt."},
    {"es", "El ministro dijo el viernes que el presupuesto para el próximo año será aprobado por la cámara. La "
           "oposición pidió "
           "cambios, pero no fueron escuchados, y la votación se celebrará a última hora de la noche."},
    {"it",
     "Il ministro ha detto venerdì che il bilancio per il prossimo anno sarà approvato dalla camera. L’opposizione ha "
     "chiesto delle modifiche, ma non sono state accolte, e il voto è previsto nella tarda serata."},
    {"pt",
     "O ministro disse na sexta-feira que o orçamento para o próximo ano será aprovado pela câmara. A oposição pediu "
     "mudanças, mas não foi ouvida, e a votação será realizada no fim da noite, como se esperava."},
    {"nl", "De minister zei vrijdag dat de begroting voor het volgende jaar door het huis zal worden aangenomen. De "
           "oppositie had "
           "om wijzigingen gevraagd, maar die zijn niet gehoord, en er wordt laat op de avond gestemd."},
    {"sv",
     "Ministern sade på fredagen att budgeten för nästa år kommer att antas av kammaren. Oppositionen hade bett om "
     "ändringar, men de hördes inte, och det är sent på kvällen som man röstar om den."},
    {"fi", "Ministeri sanoi perjantaina, että ensi vuoden talousarvio hyväksytään eduskunnassa. Oppositio oli pyytänyt "
           "muutoksia, "
           "mutta niitä ei kuultu, ja äänestys on myöhään illalla, kun kaikki ovat paikalla, hän kertoi."},
    {"hu",
     "A miniszter pénteken azt mondta, hogy a jövő évi költségvetést el fogja fogadni a ház. Az ellenzék módosításokat "
     "kért, de nem hallgatták meg, és a szavazás késő este lesz, mint már egy éve is volt."},
    {"ru", "Министр заявил в пятницу, что бюджет на следующий год будет принят палатой. Оппозиция просила внести "
           "поправки, но её "
           "не услышали, и голосование пройдёт поздно вечером, как это было и год назад, сказал он."},
    {"el", "Ο υπουργός δήλωσε την Παρασκευή ότι ο προϋπολογισμός για το επόμενο έτος θα εγκριθεί από τη βουλή. Η "
           "αντιπολίτευση "
           "ζήτησε αλλαγές, αλλά δεν εισακούστηκε, και η ψηφοφορία θα γίνει αργά το βράδυ."},
    {"tr", "Bakan cuma günü gelecek yılın bütçesinin meclis tarafından kabul edileceğini söyledi. Muhalefet değişiklik "
           "istedi ve "
           "bu istek çok geç olarak görüldü, oylama için daha sonra bir gün var, diye ekledi ve gitti."},
    {"pl", "Minister powiedział w piątek, że budżet na przyszły rok zostanie przyjęty przez izbę. Opozycja prosiła o "
           "zmiany, ale "
           "nie została wysłuchana, a głosowanie odbędzie się późno w nocy, jak to było już rok temu."},
    {"ar",
     "قال الوزير يوم الجمعة إن ميزانية العام المقبل سوف تقر من قبل المجلس. وطلبت المعارضة تعديلات على هذا المشروع في "
     "الجلسة التي كان من المقرر أن تعقد بعد الظهر، كما قال مع الذي كان في القاعة على ما يبدو."},
    {"da", "Ministeren sagde fredag, at budgettet for det næste år vil blive vedtaget af kammeret. Oppositionen havde "
           "bedt om "
           "ændringer, men de blev ikke hørt, og der stemmes sent på aftenen efter flere timer med det."},
    {"cs",
     "Ministr v pátek řekl, že rozpočet na příští rok bude schválen. Opozice žádala o změny, ale nebyla vyslyšena, a "
     "hlasovat se bude pozdě večer, jak tomu bylo již také před rokem, který byl podle něj horší."},
    {"ja", "市議会は月曜日、図書館を閉鎖することを九対四で決めた。春に改めて検討すると市長は述べた。"},
    {"zh", "市议会星期一以九票对四票决定关闭图书馆，尽管有居民签署了请愿书。市长说，将在春季再次审议。"},
    {"ko", "시의회는 월요일 아홉 대 넷으로 도서관을 폐쇄하기로 결정했다. 봄에 다시 검토할 것이라고 시장은 말했다."},
    {"he", "המועצה הצביעה ביום שני לסגור את הספרייה. ראש העיר אמר כי ההחלטה תיבחן שוב באביב."},
    {NULL, "Budget passes in the Vale"},
    {NULL, "Okoro 3 Moss 4 Poe 7 Roe 9 Doe 1 Noe 12 Valmont 4 Orr 5 Herald 9 Gazette 2 Lantern 3 Courier 8 Echo 4 Bote "
           "3 Post 2 "
           "Vale 5 Mill 6 Bridge 7 North 8 South 9 West 1 East 2"},
};

static void texts_are_told_and_doubt_is_none(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *told = language_of(cases[i].text, strlen(cases[i].text));
        if ((told != NULL) != (cases[i].lang != NULL) || (told && strcmp(told, cases[i].lang) != 0))
            fail_msg("%s was told as %s", cases[i].lang ? cases[i].lang : "nothing", told ? told : "nothing");
    }
}

static void a_text_half_in_each_of_two_is_in_none(void **state)
{
    char both[1024];
    (void)state;
    size_t half = strlen(cases[0].text);
    memcpy(both, cases[0].text, half);
    memcpy(both + half, cases[2].text, strlen(cases[2].text) + 1);
    assert_null(language_of(both, strlen(both)));
    assert_null(language_of("", 0));
    assert_null(language_of("\xFF\xFE\x80", 3));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_told_and_doubt_is_none),
        cmocka_unit_test(a_text_half_in_each_of_two_is_in_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
