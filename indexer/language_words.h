/* SPDX-License-Identifier: GPL-2.0-or-later */
/* language_words.h - the commonest words of each language. For language.c only. */
#ifndef HUSTINGS_LANGUAGE_WORDS_H
#define HUSTINGS_LANGUAGE_WORDS_H

/* Languages that Snowball stems, and some that it does not, which must not be stemmed as English. */
static const struct language {
    char code[3];
    const char *words;
} languages[] = {
    {"ar", "من في على أن إلى عن التي هذا هذه مع بعد كان ما قال بين كما الذي لم"},
    {"bg", "на и да се в за е от не са с че по до като ще но това са което при бе"},
    {"ca", "de la que i el en els un per les amb una al és no del va més ha com són als dels aquest seva"},
    {"cs", "a se v na je že to s z do o i za by jako pro ale po jsou jeho který už tak bylo podle také však ve při "
           "před byl byla která být jen řekl kteří nebo mezi více které jsem bude"},
    {"da", "og i at det er en til på af for den de med som der et ikke har var han fra men blev sig efter også mod "
           "havde nogle hvad meget der deres siger bliver sagde blive været gør år"},
    {"de",
     "der die und das in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat "
     "dass sie nach bei um wurde noch"},
    {"el", "και το να του η την της με που για από στην στο οι των τον δεν θα τα ο στη είναι ότι από σε"},
    {"en", "the of and to in that is was for it with as his on be at by he had not are but from have this which said "
           "has were "
           "will an they their"},
    {"es", "el la de que y en los del las un por con una su para se es al lo como más no fue sus este ha pero"},
    {"eu", "eta da ez bat dira izan du zen ere baina dute egin dela hau beste"},
    {"fi", "ja on ei se että hän oli mutta kun niin myös ovat mukaan sen joka tai kuin ole ollut jo voi"},
    {"fr", "le la les des et est une un du que en dans pour qui sur pas au par plus il ce sont avec aux se a été cette "
           "ses de"},
    {"ga", "an na agus ar i is go ag a le bhí tá do ina sa níl seo"},
    {"hi", "है के में की से को का और पर ने कि हैं नहीं यह था भी"},
    {"hu", "a az és hogy nem is egy volt meg ez de csak már mint ha el azt szerint lesz kell"},
    {"id", "yang dan di dengan untuk ini dari dalam tidak akan pada itu juga adalah ke oleh telah"},
    {"it", "di che il e la per un in del non una sono con le si da gli dei nel della alla come anche più ha al i è lo"},
    {"lt", "ir kad yra į iš su kaip bet tai ne buvo dėl apie taip nuo jo bei"},
    {"nl",
     "de het een van en in is dat op te zijn voor met die niet aan er om ook als bij door naar maar wordt heeft hij"},
    {"no", "og i det er på til en av for som med at de den har ikke et om var han fra men seg ble etter også mot hadde "
           "noen hva mye sier blir sa bli vært gjør år"},
    {"pl", "w i na z się nie do że to jest o za jak od po ale przez dla co już tym był oraz które ma"},
    {"pt", "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao foi das pela"},
    {"ro", "de și în a la cu pe nu din care este un o să pentru mai au fost ca prin că"},
    {"ru", "и в не на что с по как это из для он от был его за к у но а о также"},
    {"sk", "a sa v na je že to s z do o i za by ako pre ale po sú ktorý už tak bolo podľa aj však vo pri pred bol bola "
           "ktorá byť len povedal ktorí alebo medzi viac ktoré som bude"},
    {"sr", "је и у да се на за од са су који не није ће као али је i u da se na za od sa su koji ne nije će kao ali"},
    {"sv", "och i att det som en på är av för med den till inte har de ett om han var sig från men vid efter också"},
    {"tr", "ve bir bu da de için ile olarak çok daha ne var olan gibi en kadar sonra ki diye"},
    {"uk", "і в не на що з та до як це для за він у є про але від які також"},
};
enum { LANGUAGES = sizeof languages / sizeof *languages };

#endif
